import { fileURLToPath } from 'node:url'

/** Provider's appid → folder of what stands in for its plugin. A plugin's own code is not published. */
export const PLUGIN_DOUBLES: Readonly<Record<string, string>> = {
  // 即构电商直播助手
  wx2b8909dae7727f25: fileURLToPath(new URL('./zego-e-commerce', import.meta.url)),
}

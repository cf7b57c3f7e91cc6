import { relative, sep } from 'node:path'
import { watch as watchFiles } from 'chokidar'

/** Saves that come within this many ms are one change: editors write a file in several steps. */
const GATHER_MS = 40

export interface Watch {
  stop(): Promise<void>
}

/**
 * Tells which files below `folder` were saved, added or removed: relative paths. npm folders and hidden files do not
 * count. (Node 20's own recursive fs.watch loses a file after its second atomic save, hence chokidar.)
 */
export async function watchFolder(
  folder: string,
  changed: (files: readonly string[]) => void,
): Promise<Watch> {
  const waiting = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    const files = [...waiting]
    waiting.clear()
    changed(files)
  }
  const watcher = watchFiles(folder, {
    ignoreInitial: true,
    ignored: (path) => isIgnored(relative(folder, path)),
  })
  watcher.on('all', (_event, path) => {
    waiting.add(relative(folder, path).split(sep).join('/'))
    clearTimeout(timer)
    timer = setTimeout(flush, GATHER_MS)
  })
  // Not fatal: what cannot be watched is reloaded by hand.
  watcher.on('error', () => undefined)
  await new Promise<void>((resolve) => watcher.once('ready', resolve))
  return {
    stop: async () => {
      clearTimeout(timer)
      await watcher.close()
    },
  }
}

const isIgnored = (path: string): boolean =>
  path
    .split(sep)
    .some((part) => part === 'node_modules' || part === 'miniprogram_npm' || /^\.[^.]/.test(part))

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { privateInfoCalls } from '../check/app/permissions.mjs'
import { readApp } from '../check/app/read-app.mjs'
import { packageSizes, toKB } from '../lib/package-size.mjs'
import { readMedia } from '../media.mjs'
import { either, unseen } from './line.mjs'

const LIMIT_KB = 2048
const MEDIA = {
  native: 'the picture is carried by the native tags (npm run media)',
  plugin: "the picture is carried by ZEGO's plugin (npm run media)",
}

export async function appLines(root) {
  const json = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'))
  const project = json('project.config.json')
  const app = json('miniprogram/app.json')
  const config = readFileSync(join(root, 'miniprogram/config.ts'), 'utf8')
  const zegoAppID = Number(/zegoAppID:\s*(\d+)/.exec(config)?.[1])
  const sandboxAppID = json('sandbox.config.json').zego?.appID
  const { media, problems } = readMedia(join(root, 'miniprogram'))
  const calls = privateInfoCalls(readApp(join(root, 'miniprogram')))
  const needed = [...new Set(calls.map(({ name }) => name))]
  const unlisted = needed.filter((name) => !(app.requiredPrivateInfos ?? []).includes(name))

  const { sizes } = packageSizes(join(root, 'miniprogram'))
  const tooLarge = Object.entries(sizes).filter(([, bytes]) => toKB(bytes) > LIMIT_KB)
  return [
    either(
      project.appid !== 'touristappid',
      `AppID ${project.appid} in project.config.json`,
      'put your AppID into project.config.json (it is the tourist one)',
    ),
    either(
      zegoAppID !== sandboxAppID,
      `ZEGO AppID ${zegoAppID} in miniprogram/config.ts`,
      `put your ZEGO AppID into miniprogram/config.ts (${zegoAppID} is the sandbox's)`,
    ),
    either(problems.length === 0, MEDIA[media], problems.join('; ')),
    ...(media === 'plugin'
      ? [unseen('设置-第三方设置-插件管理: 即构直播助手 wx2b8909dae7727f25 is added')]
      : []),
    either(
      'scope.camera' in (app.permission ?? {}) && 'scope.record' in (app.permission ?? {}),
      'camera and microphone say what they are for (app.json permission)',
      'tell in app.json permission what camera and microphone are for',
    ),
    either(
      unlisted.length === 0,
      `requiredPrivateInfos: ${needed.join(', ') || 'nothing is needed'}`,
      `app.json requiredPrivateInfos must list ${unlisted.join(', ')}`,
    ),
    ...needed.map((name) => unseen(`开发管理-接口设置: wx.${name} is switched on`)),
    either(
      tooLarge.length === 0,
      `every package is under ${LIMIT_KB} KB (main ${toKB(sizes[''])})`,
      `too large: ${tooLarge.map(([name, bytes]) => `${name || 'main'} ${toKB(bytes)} KB`).join(', ')}`,
    ),
    either(
      !('componentFramework' in app),
      'componentFramework is not set: phones choose their engine',
      'remove componentFramework from app.json: most phones run the older engine',
    ),
  ]
}

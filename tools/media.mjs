/**
 * `npm run media -- native|plugin`: which tags carry the picture. JSON has no conditions, so this rewrites app.json and
 * the pages' JSON from one table. The committed state is native; native → plugin → native leaves every byte as it was.
 *
 * native: our components over live-pusher and live-player (the merchant's category allows the tags).
 * plugin: ZEGO's plugin 即构直播助手 (names and version as in github.com/zegodev/zego-express-wxmini-plugin-sample). It is
 * declared in app.json, because two sub-packages may not declare the same plugin.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { reachableFiles } from './lib/package-files.mjs'

const PLUGIN = { alias: 'zego-e-commerce', version: '1.0.4', provider: 'wx2b8909dae7727f25' }

/** Every place that names one of the two components. */
const TAGS = [
  { page: 'live/room/room.json', tag: 'zego-player' },
  { page: 'studio/go-live/go-live.json', tag: 'zego-pusher' },
]

const SOURCE_OF = {
  native: (tag, page) => `/${page.split('/')[0]}/components/${tag}/${tag}`,
  plugin: (tag) => `plugin://${PLUGIN.alias}/${tag}`,
}

const DECLARATION = `  "plugins": {
    "${PLUGIN.alias}": { "version": "${PLUGIN.version}", "provider": "${PLUGIN.provider}" }
  },
`
/** The plugin is declared in front of this line. */
const BEFORE = '  "preloadRule": {'

/** @typedef {'native' | 'plugin'} Media */

/**
 * Makes the app in `appRoot` use `media`; repeating it changes nothing. Throws when a file is not as the table expects
 * it; nothing is written then.
 * @param {string} appRoot folder of app.json
 * @param {Media} media
 * @returns {string[]} the files that changed
 */
export function setMedia(appRoot, media) {
  const edits = [
    { file: 'app.json', edit: (text) => declare(text, media) },
    ...TAGS.map(({ page, tag }) => ({ file: page, edit: (text) => point(text, page, tag, media) })),
  ].map(({ file, edit }) => {
    const text = readFileSync(join(appRoot, file), 'utf8')
    return { file, text, edited: edit(text) }
  })
  const changed = edits.filter(({ text, edited }) => text !== edited)
  for (const { file, edited } of changed) writeFileSync(join(appRoot, file), edited)
  return changed.map(({ file }) => file)
}

/**
 * What the app in `appRoot` uses, and what stands against it.
 * @param {string} appRoot
 * @returns {{ media: Media | 'mixed', problems: string[] }} `problems`: one line each, '' when it is in order
 */
export function readMedia(appRoot) {
  const read = (file) => readFileSync(join(appRoot, file), 'utf8')
  const sources = TAGS.map(({ page, tag }) => JSON.parse(read(page)).usingComponents?.[tag] ?? '')
  const declared = JSON.parse(read('app.json')).plugins?.[PLUGIN.alias] !== undefined
  const isPlugin = sources.map((source) => source.startsWith('plugin://'))
  if (declared && isPlugin.every(Boolean)) return { media: 'plugin', problems: nativeTagsIn(appRoot) }
  if (!declared && !isPlugin.some(Boolean)) return { media: 'native', problems: pluginsIn(appRoot) }
  return { media: 'mixed', problems: ['app.json and the pages do not agree: npm run media -- native|plugin'] }
}

function declare(text, media) {
  const without = text.replace(DECLARATION, '')
  if (JSON.parse(without).plugins?.[PLUGIN.alias])
    throw new Error('app.json: the plugin is written another way')
  if (media === 'native') return without
  if (!without.includes(BEFORE)) throw new Error('app.json: no "preloadRule" to put the plugin in front of')
  return without.replace(BEFORE, DECLARATION + BEFORE)
}

function point(text, page, tag, media) {
  const named = new RegExp(`("${tag}": )"[^"]*"`)
  if (!named.test(text)) throw new Error(`${page}: does not name ${tag}`)
  return text.replace(named, `$1"${SOURCE_OF[media](tag, page)}"`)
}

function nativeTagsIn(appRoot) {
  return reachableFiles(appRoot)
    .filter((file) => file.endsWith('.wxml') && !file.includes('miniprogram_npm/'))
    .filter((file) => /<live-(?:pusher|player)\b/.test(readFileSync(join(appRoot, file), 'utf8')))
    .map((file) => `${file} is uploaded and holds a native live tag`)
}

function pluginsIn(appRoot) {
  return reachableFiles(appRoot)
    .filter((file) => file.endsWith('.json') && !file.includes('miniprogram_npm/'))
    .filter((file) => /plugin:\/\//.test(readFileSync(join(appRoot, file), 'utf8')))
    .map((file) => `${file} names a plugin`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const appRoot = join(dirname(dirname(fileURLToPath(import.meta.url))), 'miniprogram')
  const [media] = process.argv.slice(2)
  if (media !== undefined) {
    if (media !== 'native' && media !== 'plugin') {
      console.error('npm run media -- native|plugin')
      process.exit(2)
    }
    const changed = setMedia(appRoot, media)
    console.log(changed.length === 0 ? 'nothing to change' : `changed: ${changed.join(', ')}`)
  }
  const { media: now, problems } = readMedia(appRoot)
  console.log(`media: ${now}`)
  for (const problem of problems) console.error(problem)
  process.exit(problems.length === 0 ? 0 : 1)
}

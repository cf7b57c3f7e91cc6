import { JOURNEY_TAGS, tagOf } from '../lib/journey-tags.mjs'
import { importsOf, listSources, readSource } from '../lib/sources.mjs'

/** WeChat DevTools has no control page, no frames and no faults: what a journey there may lean on. */
const MODULES = new Set(['node:assert/strict', 'miniprogram-automator', './use-phone.ts', './world.ts'])
const OF_WORLD = new Set(['waitFor', 'PhoneDriver'])

/** Every journey says where it runs, and one that is to run in DevTools uses nothing of the sandbox. */
export async function checkJourneys(root) {
  return listSources(root, /\.journey\.ts$/).flatMap((file) => {
    const source = readSource(root, file)
    const tag = tagOf(source)
    if (tag === null) return [`${file} must open with a comment that starts ${JOURNEY_TAGS.join(' or ')}`]
    if (tag !== '@devtools') return []
    return [
      ...importsOf(source).filter((specifier) => !MODULES.has(specifier)),
      ...namesOfWorld(source).filter((name) => !OF_WORLD.has(name)),
    ].map((what) => `${file} is tagged @devtools and may not use ${what}`)
  })
}

/** What a file takes from ./world.ts: its names; `*` or a default import as they are written. */
function namesOfWorld(source) {
  return [...source.matchAll(/\bimport\s+(?:type\s+)?([^'"]+?)\s+from\s+['"]\.\/world\.ts['"]/g)]
    .flatMap(([, clause]) => clause.replace(/[{}]/g, ',').split(','))
    .map(
      (part) =>
        part
          .trim()
          .replace(/^type\s+/, '')
          .split(/\s+as\s+/)[0],
    )
    .filter((name) => name !== '')
}

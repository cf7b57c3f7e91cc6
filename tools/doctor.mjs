/**
 * `npm run doctor`: what stands between this checkout and a live shop. Each line is one of
 * `ok` · `do this` · `cannot be seen from here`. It never fails: it is a list for a person, not a gate.
 */
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { appLines } from './doctor/app.mjs'
import { domainLines } from './doctor/domains.mjs'
import { functionLines } from './doctor/functions.mjs'
import { licenceLines } from './doctor/licence.mjs'
import { treeLines } from './doctor/tree.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** @type {Record<string, (root: string) => Promise<{state: 'ok' | 'do' | 'unseen', text: string}[]>>} */
const CHAPTERS = {
  'Can I use it? 资质': licenceLines,
  'The app 小程序': appLines,
  'Server domains 服务器域名': domainLines,
  'Cloud functions and database 云开发': functionLines,
  'This checkout 代码': treeLines,
}
const WORDS = { ok: 'ok          ', do: 'do this     ', unseen: 'cannot see  ' }

const counted = { ok: 0, do: 0, unseen: 0 }
for (const [title, chapter] of Object.entries(CHAPTERS)) {
  console.log(`\n${title}`)
  for (const { state, text } of await chapter(root)) {
    counted[state] += 1
    console.log(`  ${WORDS[state]}${text}`)
  }
}
console.log(`\n${counted.ok} ok, ${counted.do} to do, ${counted.unseen} that cannot be seen from here`)

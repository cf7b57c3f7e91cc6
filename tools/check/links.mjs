import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { listSources, readSource } from '../lib/sources.mjs'

/** Every relative link and picture of the documents leads to a file; every `npm run` command they name exists. */
export async function checkLinks(root) {
  const { scripts } = JSON.parse(readSource(root, 'package.json'))
  const problems = []
  for (const file of listSources(root, /\.md$/)) {
    const text = readSource(root, file)
    for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(?:https?:|mailto:|#)/.test(target)) continue
      const path = decodeURIComponent(target.split('#')[0])
      if (!existsSync(join(root, dirname(file), path))) problems.push(`${file}: nothing at ${target}`)
    }
    for (const [, script] of text.matchAll(/`npm run ([\w:-]+)/g)) {
      if (!(script in scripts)) problems.push(`${file}: there is no npm run ${script}`)
    }
  }
  return problems
}

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Files of the repository that git knows or would add, as paths from the root with forward slashes. */
export function listSources(root, pattern = /./) {
  return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) => file !== '' && pattern.test(file) && existsSync(join(root, file)))
}

export const readSource = (root, file) => readFileSync(join(root, file), 'utf8')

/** Module specifiers of a TypeScript or JavaScript file, type imports and `require.async` included. */
export function importsOf(source) {
  const found = source.matchAll(
    /(?:^|[\s;{}])(?:import|export)\s(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|\b(?:import|require|require\.async)\(\s*['"]([^'"]+)['"]/gm,
  )
  return [...found].map((match) => match[1] ?? match[2])
}

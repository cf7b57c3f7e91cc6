import { posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { outputOf } from '../lib/run-tool.mjs'

const RULES = fileURLToPath(new URL('../../.secretlintrc.json', import.meta.url))
const ARGUMENTS = ['--secretlintrc', RULES, '--secretlintignore', '.gitignore', '--format', 'json']

/** No key, token or machine's path is in a file that git would take. */
export async function checkSecrets(root) {
  // Unmasked, because the mask also covers the name of the rule; what was found is not printed here.
  const { failed, stdout, stderr } = await outputOf(
    'secretlint',
    [...ARGUMENTS, '--no-maskSecrets', '**/*'],
    root,
  )
  if (!failed) return []
  if (!stdout.startsWith('[')) return [failed, ...stderr.split('\n').filter((line) => line !== '')]
  return JSON.parse(stdout).flatMap(({ filePath, messages }) =>
    messages.map(({ loc: { start }, data, messageId }) => {
      const file = relative(root, filePath).split(sep).join(posix.sep)
      return `${file}:${start.line}: looks like ${data?.PATTERN_NAME ?? messageId}`
    }),
  )
}

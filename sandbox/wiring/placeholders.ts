import { createHash } from 'node:crypto'
import { SandboxError } from '../errors.ts'

export type Placeholders = Readonly<Record<string, () => string>>

/**
 * Fills `{zego.appID}`, `{secret.NAME}`, `{sha256.NAME}` (of that secret, hex) … into the texts that sandbox.config.json
 * has under `where`: the functions' environment, the control page's notes. Throws SandboxError BAD_PROJECT for a placeholder
 * nobody knows.
 */
export function fillPlaceholders(
  where: string,
  texts: Readonly<Record<string, string>>,
  placeholders: Placeholders,
  secret: (name: string) => string,
): Record<string, string> {
  const fill = (value: string, key: string) =>
    value.replaceAll(/\{([\w.]+)\}/g, (_match, name: string) => {
      if (name.startsWith('secret.')) return secret(name.slice('secret.'.length))
      if (name.startsWith('sha256.')) return sha256(secret(name.slice('sha256.'.length)))
      const known = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined
      if (known) return known()
      const names = [...Object.keys(placeholders), 'secret.NAME', 'sha256.NAME'].join(', ')
      throw new SandboxError(
        'BAD_PROJECT',
        `sandbox.config.json: {${name}} in ${where}.${key} is not known (known: ${names})`,
      )
    })
  return Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, fill(value, key)]))
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

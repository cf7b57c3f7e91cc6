import { SandboxError } from '../errors.ts'

export type Placeholders = Readonly<Record<string, () => string>>

/**
 * Fills `{zego.appID}`, `{secret.NAME}` … into the environment that sandbox.config.json gives the functions.
 * Throws SandboxError BAD_PROJECT for a placeholder nobody knows.
 */
export function fillFunctionEnv(
  env: Readonly<Record<string, string>>,
  placeholders: Placeholders,
  secret: (name: string) => string,
): Record<string, string> {
  const fill = (value: string, key: string) =>
    value.replaceAll(/\{([\w.]+)\}/g, (_match, name: string) => {
      if (name.startsWith('secret.')) return secret(name.slice('secret.'.length))
      const known = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined
      if (known) return known()
      const names = [...Object.keys(placeholders), 'secret.NAME'].join(', ')
      throw new SandboxError(
        'BAD_PROJECT',
        `sandbox.config.json: {${name}} in functionEnv.${key} is not known (known: ${names})`,
      )
    })
  return Object.fromEntries(Object.entries(env).map(([key, value]) => [key, fill(value, key)]))
}

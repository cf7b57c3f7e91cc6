import { listSources, readSource } from '../lib/sources.mjs'

/** What must never be in the tree. `allow` names files whose match is a published test vector. */
const PATTERNS = [
  { what: 'a private key', pattern: /-----BEGIN (?:RSA |EC )?PRIVATE KEY-----/ },
  {
    what: 'a 32-character secret',
    pattern: /(?:secret|key)['"]?\s*[:=]\s*['"][0-9a-f]{32}['"]/i,
    allow: /\.test\.ts$|\/testing\//,
  },
  {
    what: 'a WeChat AppSecret or Tencent credential',
    pattern: /\b(?:AKID[0-9A-Za-z]{32}|appsecret['"]?\s*[:=]\s*['"][0-9a-f]{32})/i,
  },
  {
    what: "a machine's path",
    pattern: /(?:^|[\s"'`(=])\/(?:root|work|home\/[a-z]+|Users\/[A-Za-z]+)\/[\w.-]+/m,
  },
]

export async function checkSecrets(root) {
  const problems = []
  for (const file of listSources(root, /\.(?:ts|mjs|cjs|js|json|md|wxml|wxss|yml|html|txt)$/)) {
    if (file.endsWith('package-lock.json')) continue
    const source = readSource(root, file)
    for (const { what, pattern, allow } of PATTERNS) {
      const match = pattern.exec(source)
      if (match && !allow?.test(file))
        problems.push(`${file}: looks like ${what}: ${match[0].trim().slice(0, 24)}…`)
    }
  }
  return problems
}

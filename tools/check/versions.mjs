import { listSources, readSource } from '../lib/sources.mjs'

/** Every dependency is pinned to one version, and the locks fetch from the public registry alone. */
export async function checkVersions(root) {
  const problems = []
  for (const file of listSources(root, /(?:^|\/)package\.json$/)) {
    const manifest = JSON.parse(readSource(root, file))
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      if (!/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
        problems.push(`${file}: ${name} is not pinned: ${version}`)
    }
  }
  for (const file of listSources(root, /(?:^|\/)package-lock\.json$/)) {
    for (const [path, { resolved }] of Object.entries(JSON.parse(readSource(root, file)).packages)) {
      if (resolved && !resolved.startsWith('https://registry.npmjs.org/'))
        problems.push(`${file}: ${path} comes from ${resolved}`)
    }
  }
  return problems
}

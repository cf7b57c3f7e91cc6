import { listSources, readSource } from '../lib/sources.mjs'

/**
 * Every dependency is pinned to one version; the locks fetch from the public registry alone and name the packages of
 * every platform, without which `npm ci` refuses the whole lock.
 */
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
    const { packages } = JSON.parse(readSource(root, file))
    for (const [path, { resolved, optionalDependencies }] of Object.entries(packages)) {
      if (resolved && !resolved.startsWith('https://registry.npmjs.org/')) {
        problems.push(`${file}: ${path} comes from ${resolved}`)
      }
      for (const name of Object.keys(optionalDependencies ?? {})) {
        if (!(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages)) {
          problems.push(`${file}: ${name}, which ${path} may need, is missing`)
        }
      }
    }
  }
  return problems
}

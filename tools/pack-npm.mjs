/**
 * Fills every `miniprogram_npm/` the way DevTools' "build npm" does: a package that names a `miniprogram` folder is
 * copied, any other is bundled into one CommonJS file. `miniprogram-ci` (276 MB) does the same and is left to uploading.
 */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'

/** Mirrors `setting.packNpmRelationList` of project.config.json. */
export async function packNpm(root) {
  const project = JSON.parse(await readFile(join(root, 'project.config.json'), 'utf8'))
  for (const { packageJsonPath, miniprogramNpmDistDir } of project.setting.packNpmRelationList) {
    const source = join(root, packageJsonPath, '..')
    const { dependencies = {} } = JSON.parse(await readFile(join(root, packageJsonPath), 'utf8'))
    const target = join(root, miniprogramNpmDistDir, 'miniprogram_npm')
    await rm(target, { recursive: true, force: true })
    await mkdir(target, { recursive: true })
    for (const name of Object.keys(dependencies))
      await packOne(join(source, 'node_modules', name), join(target, name))
    await writeFile(join(target, '.packed'), '')
  }
}

async function packOne(from, to) {
  const manifest = JSON.parse(await readFile(join(from, 'package.json'), 'utf8'))
  if (manifest.miniprogram) {
    await cp(join(from, manifest.miniprogram), to, { recursive: true })
    return
  }
  await build({
    entryPoints: [from],
    outfile: join(to, 'index.js'),
    bundle: true,
    format: 'cjs',
    platform: 'browser',
    mainFields: ['main'],
    target: 'es2018',
    logLevel: 'error',
  })
}

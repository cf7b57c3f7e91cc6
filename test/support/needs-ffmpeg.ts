import { spawnSync } from 'node:child_process'

const isInstalled = spawnSync('ffmpeg', ['-version']).status === 0

/** A test that pushes with ffmpeg; where there is none it is skipped, and its name says why. */
export function testWithFfmpeg(name: string, run: () => Promise<void>): void {
  if (isInstalled) test(name, run)
  else test.skip(`${name} (ffmpeg is not installed)`, run)
}

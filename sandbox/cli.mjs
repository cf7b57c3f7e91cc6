#!/usr/bin/env node
// The command line runs TypeScript as it stands; `automator.launch({cliPath})` starts this very file.
import { register } from 'tsx/esm/api'

const [major = 0] = process.versions.node.split('.').map(Number)
if (major < 20) {
  console.error(`Node.js 20 or newer is needed; this is ${process.versions.node}`)
  process.exit(1)
}
register()
const { runCli } = await import('./cli.ts')
process.exitCode = await runCli(process.argv.slice(2))

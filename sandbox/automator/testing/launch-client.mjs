// A test program as people write it: launch, look, close. In a process of its own, because launch() leaves a timer of
// 15 s behind that would hold up the test that calls it. Arguments: cliPath projectPath port account
import { once } from 'node:events'
import { createRequire } from 'node:module'

const automator = createRequire(import.meta.url)('miniprogram-automator')
const [cliPath, projectPath, port, account] = process.argv.slice(2)
const miniProgram = await automator.launch({ cliPath, projectPath, port: Number(port), account })
console.log(`page ${(await miniProgram.currentPage()).path}`)
await once(process.stdin, 'data')
await miniProgram.close()
process.exit(0)

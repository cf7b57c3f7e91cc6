/**
 * `npm run bench [-- NAME …] [--json]`: prints what it measured and passes no judgement.
 * With --json the last line of each benchmark is one JSON object that also says how busy the machine was.
 */
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { benchFirstFrame } from './first-frame/first-frame.ts'
import { benchFlashSale } from './flash-sale.ts'
import { benchLatency } from './latency.ts'
import { benchPackageSize } from './package-size.ts'
import { benchRoomCost } from './room-cost.ts'
import { benchStart } from './start.ts'

const BENCHMARKS: Readonly<Record<string, () => Promise<object>>> = {
  'package-size': benchPackageSize,
  'room-cost': benchRoomCost,
  start: benchStart,
  latency: benchLatency,
  'first-frame': benchFirstFrame,
  'flash-sale': benchFlashSale,
}

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const names = positionals.length > 0 ? positionals : Object.keys(BENCHMARKS)
const unknown = names.filter((name) => !(name in BENCHMARKS))
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there is: ${Object.keys(BENCHMARKS).join(', ')}`)
  process.exit(2)
}

for (const name of names) {
  if (!values.json) console.log(`\n${name}`)
  const figures = await BENCHMARKS[name]?.()
  const answer = { ...figures, machine: { cores: availableParallelism(), load: loadavg()[0] } }
  if (values.json) console.log(JSON.stringify(answer))
  else console.log(JSON.stringify(answer, null, 2))
}

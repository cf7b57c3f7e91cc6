// One instance of one cloud function. Plain JavaScript on purpose: the worker must be an ordinary Node program,
// without the sandbox's TypeScript loader, or functions would see a loader that the cloud does not have.
// Messages: in {type:'invoke', event, identity, context}; out {type:'loaded', error?}, {type:'done', result?, error?}.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'

/** @type {{dir: string, name: string, clock: SharedArrayBuffer, hosts: {from: string, to: string}[]}} */
const { dir, name, clock, hosts } = workerData

// The function's clock is the sandbox's: one shared number, milliseconds to add to the machine's time.
const offset = new Float64Array(clock)
const RealDate = globalThis.Date
const now = () => RealDate.now() + (offset[0] ?? 0)
const SandboxDate = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (target, given, newTarget) =>
    Reflect.construct(
      target,
      given.length > 0 ? given : [now()],
      newTarget === SandboxDate ? target : newTarget,
    ),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
})
RealDate.prototype.constructor = SandboxDate
globalThis.Date = SandboxDate

// Servers that another part of the sandbox stands in for: the function asks its production address (D-CL-22).
const realFetch = globalThis.fetch
globalThis.fetch = (input, init) => {
  const url = String(input instanceof Request ? input.url : input)
  const host = hosts.find(({ from }) => url.startsWith(`${from}/`))
  if (!host) return realFetch(input, init)
  const local = host.to + url.slice(host.from.length)
  return realFetch(input instanceof Request ? new Request(local, input) : local, init)
}

const describe = (error) => ({
  name: error instanceof Error ? error.name : 'Error',
  message: error instanceof Error ? error.message : typeof error === 'string' ? error : safeJson(error),
  stack: error instanceof Error ? error.stack : undefined,
})

const safeJson = (value) => {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return String(value)
  }
}

let main
let loadError
try {
  const loaded = createRequire(join(dir, 'index.js'))(join(dir, 'index.js'))
  main = loaded.main
  if (typeof main !== 'function') throw new Error(`exports.main of function ${name} is not a function`)
} catch (error) {
  loadError = describe(error)
}

let identityKeys = []

parentPort.on('message', async ({ event, identity, context }) => {
  // Who is calling lives in process.env, as in the cloud (getWXContext reads it there), until the next call: work
  // that main did not await still goes out in its name.
  for (const key of identityKeys) delete process.env[key]
  identityKeys = Object.keys(identity)
  Object.assign(process.env, identity)
  let answer
  try {
    const result = await main(JSON.parse(event), { ...context, environment: JSON.stringify(identity) })
    answer = { type: 'done', result: JSON.stringify(result) }
  } catch (error) {
    answer = { type: 'done', error: describe(error) }
  }
  parentPort.postMessage(answer)
})

parentPort.postMessage({ type: 'loaded', error: loadError })

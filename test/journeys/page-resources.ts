import type { CDPSession, Page, WebSocket } from 'playwright-core'

/** What a phone's page still holds after garbage collection. */
export interface PageResources {
  /** Objects, closures, arrays, strings; without V8's compiled code and type feedback, which grow with use. */
  readonly dataKB: number
  readonly nodes: number
  readonly listeners: number
  /** Pending timers and intervals, the app's and the sandbox's own. */
  readonly timers: number
  readonly sockets: number
}

/** Counts timers and sockets from now on; what the page had before is seen only in memory. */
export async function watchPageResources(page: Page): Promise<{ read(): Promise<PageResources> }> {
  const sockets = new Set<WebSocket>()
  page.on('websocket', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await page.evaluate(countTimers)
  const cdp: CDPSession = await page.context().newCDPSession(page)
  await cdp.send('HeapProfiler.enable')
  return {
    async read() {
      // Finalizers of one round free more for the next.
      for (let round = 0; round < 3; round++) await cdp.send('HeapProfiler.collectGarbage')
      const dataKB = await dataOf(cdp)
      const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters')
      const timers = await page.evaluate(
        () => (globalThis as { aliveTimers?: Set<number> }).aliveTimers?.size ?? 0,
      )
      return {
        dataKB,
        nodes,
        listeners: jsEventListeners,
        timers,
        sockets: sockets.size,
      }
    },
  }
}

interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: { readonly node_fields: string[]; readonly node_types: [string[], ...unknown[]] }
  }
  readonly nodes: number[]
}

const DATA = new Set([
  'object',
  'closure',
  'array',
  'string',
  'concatenated string',
  'sliced string',
  'native',
])

/** Size of the data in a V8 heap snapshot, whose nodes are one flat list, KB. */
async function dataOf(cdp: CDPSession): Promise<number> {
  let text = ''
  const hear = ({ chunk }: { chunk: string }) => {
    text += chunk
  }
  cdp.on('HeapProfiler.addHeapSnapshotChunk', hear)
  await cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  cdp.off('HeapProfiler.addHeapSnapshotChunk', hear)
  const { snapshot, nodes } = JSON.parse(text) as HeapSnapshot
  const { node_fields, node_types } = snapshot.meta
  const [types] = node_types
  const [type, size] = [node_fields.indexOf('type'), node_fields.indexOf('self_size')]
  let bytes = 0
  for (let at = 0; at < nodes.length; at += node_fields.length) {
    if (DATA.has(types[nodes[at + type] ?? -1] ?? '')) bytes += nodes[at + size] ?? 0
  }
  return Math.round(bytes / 1024)
}

/** Runs in the page. */
function countTimers(): void {
  const alive = new Set<number>()
  const page = globalThis as unknown as {
    aliveTimers: Set<number>
    setTimeout(run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): number
    setInterval(run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): number
    clearTimeout(id: number): void
    clearInterval(id: number): void
  }
  const { setTimeout, setInterval, clearTimeout, clearInterval } = page
  page.aliveTimers = alive
  page.setTimeout = (run, ms, ...args) => {
    const id = setTimeout(() => {
      alive.delete(id)
      run(...args)
    }, ms)
    alive.add(id)
    return id
  }
  page.setInterval = (run, ms, ...args) => {
    const id = setInterval(run, ms, ...args)
    alive.add(id)
    return id
  }
  page.clearTimeout = (id) => {
    alive.delete(id)
    clearTimeout(id)
  }
  page.clearInterval = (id) => {
    alive.delete(id)
    clearInterval(id)
  }
}

import { request } from 'node:http'
import { createRequire } from 'node:module'
import { WebSocket } from 'ws'
import { waitFor } from '../../test/support/wait-for.ts'
import { type AutomatorPort, openAutomatorPort } from './automator.ts'
import type { AutomatorHost, AutomatorLog } from './host.ts'
import type { AutomatorClient } from './testing/client.ts'

const automator = createRequire(import.meta.url)('miniprogram-automator') as AutomatorClient

interface RecordingHost extends AutomatorHost {
  readonly asked: [string, Record<string, unknown>][]
  readonly closed: () => boolean
  log(entry: AutomatorLog): void
  push(method: string, params: unknown): void
}

function recordingHost(answers: Record<string, unknown> = {}): RecordingHost {
  const asked: RecordingHost['asked'] = []
  const listeners = new Set<(entry: AutomatorLog) => void>()
  let waiting: ((events: unknown) => void) | null = null
  let closed = false
  return {
    phoneID: 'p1',
    SDKVersion: '3.8.0',
    asked,
    closed: () => closed,
    ask: async (method, params) => {
      if (method === 'Sandbox.nextEvents') return new Promise((resolve) => (waiting = resolve))
      asked.push([method, params])
      const answer = answers[method]
      if (answer instanceof Error) throw answer
      return answer
    },
    onLog: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    log: (entry) => {
      for (const listener of listeners) listener(entry)
    },
    push: (method, params) => waiting?.({ events: [{ method, params }] }),
    screenshot: async () => null,
    accounts: () => [{ nickName: '阿禾', openid: 'o123' }],
    closePhone: async () => {
      closed = true
    },
  }
}

const ports: AutomatorPort[] = []
async function opened(host: AutomatorHost): Promise<AutomatorPort> {
  const port = await openAutomatorPort(host)
  ports.push(port)
  return port
}

describe('automator port', () => {
  afterEach(async () => {
    for (const port of ports.splice(0)) await port.close()
  })

  it('lets the real client in, asks the phone and gives its answers back', async () => {
    const host = recordingHost({
      'App.getCurrentPage': { pageId: 3, path: 'pages/a/a', query: { x: '1' } },
      'Page.getElements': { elements: [{ elementId: 'el-1', tagName: 'view' }] },
      'App.callWxMethod': { result: { platform: 'ios' } },
    })
    const { wsEndpoint } = await opened(host)
    const client = await automator.connect({ wsEndpoint })
    const page = await client.currentPage()
    expect(page.path).toBe('pages/a/a')
    expect(await page.$$('.row')).toHaveLength(1)
    expect(await client.systemInfo()).toStrictEqual({ platform: 'ios' })
    expect(await client.testAccounts()).toStrictEqual([{ nickName: '阿禾', openid: 'o123' }])
    expect(host.asked.map(([method]) => method)).toStrictEqual([
      'App.getCurrentPage',
      'Page.getElements',
      'App.callWxMethod',
    ])
    client.disconnect()
  })

  it('says in clear words, with an id, what it cannot do', async () => {
    const { wsEndpoint } = await opened(recordingHost())
    const client = await automator.connect({ wsEndpoint })
    await expect(client.remote()).rejects.toThrow(/D-AU-01/)
    await expect(client.stopAudits()).rejects.toThrow(/D-AU-02/)
    await expect(client.getTicket()).rejects.toThrow(/D-AU-03/)
    await expect(client.screenshot()).rejects.toThrow(/your own browser.*D-AU-04/)
    client.disconnect()
  })

  it('passes the phone’s own refusals on and refuses malformed parameters itself', async () => {
    const host = recordingHost({ 'App.callWxMethod': new Error('wx.nothing not exists') })
    const { wsEndpoint } = await opened(host)
    const client = await automator.connect({ wsEndpoint })
    await expect(client.callWxMethod('nothing')).rejects.toThrow(/wx\.nothing not exists/)
    host.asked.length = 0
    await expect(client.exposeFunction('not a name', () => {})).rejects.toThrow(/not a function name/)
    await expect(client.connection.send('Page.getData', { pageId: 'one' })).rejects.toThrow(/Page\.getData/)
    await expect(client.connection.send('App.fly')).rejects.toThrow(/App\.fly is not a method/)
    await expect(client.connection.send('constructor')).rejects.toThrow(/is not a method/)
    expect(host.asked).toStrictEqual([])
    client.disconnect()
  })

  it('brings logs after they were asked for, exceptions and calls of exposed functions', async () => {
    const host = recordingHost()
    const { wsEndpoint } = await opened(host)
    const client = await automator.connect({ wsEndpoint })
    const seen: unknown[] = []
    client.on('exception', (event) => seen.push(['exception', event]))
    host.log({ type: 'log', args: ['too early'] })
    client.on('console', (event) => seen.push(['console', event]))
    await client.exposeFunction('told', (...args: unknown[]) => seen.push(['told', args]))
    host.log({ type: 'warn', args: ['careful', 1] })
    host.log({ type: 'exception', args: ['boom'], stack: 'at a.ts' })
    host.push('App.bindingCalled', { name: 'told', args: [1, 2] })
    await waitFor(() => seen.length === 3, { what: 'three events' })
    expect(seen.sort()).toStrictEqual(
      [
        ['console', { type: 'warn', args: ['careful', 1] }],
        ['exception', { message: 'boom', stack: 'at a.ts' }],
        ['told', [1, 2]],
      ].sort(),
    )
    client.disconnect()
  })

  it('answers Tool.close before the phone and the port go', async () => {
    const host = recordingHost()
    const port = await opened(host)
    const client = await automator.connect({ wsEndpoint: port.wsEndpoint })
    await client.connection.send('Tool.close')
    await port.closed
    expect(host.closed()).toBe(true)
    await expect(automator.connect({ wsEndpoint: port.wsEndpoint })).rejects.toThrow(/Failed connecting/)
  })

  it('closes a connection that sends no request, and only that one', async () => {
    const { wsEndpoint } = await opened(recordingHost())
    const client = await automator.connect({ wsEndpoint })
    for (const frame of ['{', '[]', '{"id":1}', Buffer.from([1, 2, 3])]) {
      const socket = new WebSocket(wsEndpoint)
      const code = new Promise((resolve) => socket.on('close', resolve))
      socket.on('open', () => socket.send(frame))
      expect(await code).toBe(1007)
    }
    expect(await client.testAccounts()).toHaveLength(1)
    client.disconnect()
  })

  it('admits no web page and no rebinding name', async () => {
    const { port } = await opened(recordingHost())
    const upgrade = (headers: Record<string, string>) =>
      new Promise<number>((resolve, reject) => {
        const asked = request({
          port,
          host: '127.0.0.1',
          headers: {
            connection: 'Upgrade',
            upgrade: 'websocket',
            'sec-websocket-version': '13',
            'sec-websocket-key': 'MDEyMzQ1Njc4OWFiY2RlZg==',
            ...headers,
          },
        })
        asked.on('upgrade', (response, socket) => {
          socket.destroy()
          resolve(response.statusCode ?? 0)
        })
        asked.on('response', (response) => resolve(response.statusCode ?? 0))
        asked.on('error', reject)
        asked.end()
      })
    const host = `127.0.0.1:${port}`
    expect(await upgrade({ host })).toBe(101)
    expect(await upgrade({ host, origin: 'https://evil.example' })).toBe(403)
    expect(await upgrade({ host, origin: `http://127.0.0.1:${port}` })).toBe(403)
    expect(await upgrade({ host, origin: 'null' })).toBe(403)
    expect(await upgrade({ host: `rebound.example:${port}` })).toBe(403)
  })

  it('says which port is busy', async () => {
    const { port } = await opened(recordingHost())
    await expect(openAutomatorPort(recordingHost(), port)).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: expect.stringMatching(new RegExp(`${port}`)),
    })
  })
})

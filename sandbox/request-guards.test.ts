import assert from 'node:assert/strict'
import { request } from 'node:http'
import { connect } from 'node:net'
import { openProject } from './project/project.ts'
import { type Sandbox, startSandbox } from './sandbox.ts'
import { aSmallShop } from './testing/shop-project.ts'

/** Headers of a page that some site made the person open, or of one whose name was made to mean this machine. */
const ATTACKS: readonly {
  readonly who: string
  readonly headers: (port: number) => Record<string, string>
}[] = [
  { who: 'a page of another site', headers: () => ({ origin: 'https://evil.example' }) },
  { who: 'a page on another local port', headers: () => ({ origin: 'http://127.0.0.1:1' }) },
  { who: 'a frame without an origin', headers: () => ({ origin: 'null' }) },
  { who: 'a name bound to this machine', headers: (port) => ({ host: `evil.example:${port}` }) },
  { who: 'a name that ends like ours', headers: (port) => ({ host: `localhost.evil.example:${port}` }) },
  {
    who: 'a name bound to this machine, with the origin of that name',
    headers: (port) => ({ host: `evil.example:${port}`, origin: `http://evil.example:${port}` }),
  },
]

interface Target {
  readonly name: string
  readonly port: number
  /** Paths that answer somebody who may ask. */
  readonly paths: readonly string[]
  readonly socket?: string
}

let shop: ReturnType<typeof aSmallShop>
let sandbox: Sandbox
let targets: readonly Target[] = []

interface Answer {
  readonly status: number
  readonly headers: Record<string, unknown>
}

function ask(target: Target, method: string, path: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port: target.port,
        method,
        path,
        headers: { host: `127.0.0.1:${target.port}`, ...headers },
      },
      (response) => {
        response.resume()
        resolve({ status: response.statusCode ?? 0, headers: response.headers })
      },
    )
    asked.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve({ status: response.statusCode ?? 0, headers: response.headers })
    })
    asked.on('error', reject)
    asked.end(method === 'POST' ? 'a=1' : undefined)
  })
}

const UPGRADE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'MDEyMzQ1Njc4OWFiY2RlZg==',
}

describe('a web page gets nothing from any port of a sandbox', () => {
  beforeAll(async () => {
    shop = aSmallShop()
    sandbox = await startSandbox({ project: openProject(shop.root), log: () => {} })
    const { id } = await sandbox.devices.openPhone({ person: 'Ann' })
    const automator = await sandbox.openAutomatorPort(id)
    const { openid } = sandbox.people.byName('Ann')
    const fileID = await sandbox.cloud.clientUpload({ openid }, 'a.txt', Buffer.from('hello'))
    const [file] = await sandbox.cloud.clientTempUrls({ openid }, [fileID])
    const fileUrl = new URL(file?.tempFileURL ?? '')
    const portOf = (url: string) => Number(new URL(url).port)
    assert.ok(sandbox.ports.http && sandbox.ports.zego && sandbox.ports.flv)
    targets = [
      {
        name: 'control',
        port: sandbox.ports.http,
        paths: ['/', '/_sandbox/state', '/_sandbox/faults'],
        socket: '/_sandbox/live',
      },
      { name: 'phone', port: sandbox.ports.http, paths: ['/'], socket: '/_phone/link' },
      { name: 'zego', port: sandbox.ports.zego, paths: ['/api', '/httplog'], socket: '/accesshub' },
      { name: 'media', port: sandbox.ports.flv, paths: ['/'], socket: '/live/s1.flv' },
      {
        name: 'media bridge',
        port: sandbox.ports.flv,
        paths: [],
        socket: `/push?target=${encodeURIComponent(`rtmp://${sandbox.media.rtmpHost}/live/s1`)}`,
      },
      { name: 'cloud endpoint', port: portOf(sandbox.cloud.url), paths: ['/admin?env=shop'] },
      { name: 'cloud HTTP functions', port: portOf(sandbox.cloud.httpUrl), paths: ['/hook'] },
      { name: 'cloud files', port: Number(fileUrl.port), paths: [`${fileUrl.pathname}${fileUrl.search}`] },
      { name: 'automator', port: automator.port, paths: ['/'], socket: '/' },
    ]
  })
  afterAll(async () => {
    await sandbox?.stop()
    shop.remove()
  })

  for (const { who, headers } of ATTACKS) {
    test(`${who} reads nothing, changes nothing and opens no socket`, async () => {
      for (const target of targets) {
        const foreign = headers(target.port)
        for (const path of target.paths) {
          for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS']) {
            const answer = await ask(target, method, path, { 'content-type': 'application/json', ...foreign })
            assert.equal(answer.status, 403, `${target.name}: ${method} ${path}`)
            expect(answer.headers['access-control-allow-origin']).toBeUndefined()
          }
        }
        if (target.socket === undefined) continue
        const opened = await ask(target, 'GET', target.socket, { ...UPGRADE, ...foreign })
        assert.equal(opened.status, 403, `${target.name}: socket`)
      }
    })
  }

  test('a form, which a page may send without asking, changes nothing even where no Origin is sent', async () => {
    for (const target of targets) {
      for (const path of target.paths) {
        for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data', '']) {
          // Servers post forms and text to functions; pages are told apart there by what browsers always send.
          const browser = { 'sec-fetch-site': 'cross-site' }
          const answer = await ask(target, 'POST', path, {
            ...(type && { 'content-type': type }),
            ...browser,
          })
          const { status } = answer
          const isLog = target.name === 'zego' && path === '/httplog' && type === 'text/plain'
          const isForm = target.name === 'cloud endpoint' && type === 'multipart/form-data'
          // The SDK's log is dropped; the endpoint wants the token of a running call.
          assert.ok(
            [403, 404].includes(status) || ((isLog || isForm) && status === 200),
            `${target.name} ${path} ${type}: ${status}`,
          )
        }
      }
    }
    expect(await sandbox.cloud.database.find('heard')).toStrictEqual([])
  })

  test('a phone’s own page, which runs the project’s code, reaches neither control API, automator nor HTTP functions', async () => {
    const origin = `http://p1.localhost:${sandbox.ports.http}`
    const host = `p1.localhost:${sandbox.ports.http}`
    const closed = targets.filter(({ name }) =>
      ['control', 'automator', 'cloud HTTP functions'].includes(name),
    )
    for (const target of closed) {
      for (const path of target.paths.filter((one) => one !== '/' || target.name === 'automator')) {
        assert.equal((await ask(target, 'GET', path, { origin })).status, 403, `${target.name} ${path}`)
      }
    }
    const [control] = targets
    assert.ok(control)
    for (const path of ['/_sandbox/state', '/_sandbox/faults']) {
      const answer = await ask(control, 'GET', path, { host })
      assert.ok([403, 404].includes(answer.status), `${path}: ${answer.status}`)
    }
  })

  test('the RTMP port closes a connection that speaks HTTP', async () => {
    const [host = '', port = ''] = sandbox.media.rtmpHost.split(':')
    const heard = await new Promise<string>((resolve) => {
      let text = ''
      const socket = connect(Number(port), host, () => {
        socket.write(
          `POST /live/s1 HTTP/1.1\r\nHost: ${host}:${port}\r\nOrigin: https://evil.example\r\n\r\n`,
        )
        socket.write('x'.repeat(4_096))
      })
      socket.on('data', (data) => (text += data))
      socket.on('close', () => resolve(text))
      socket.on('error', () => undefined)
    })
    expect(heard).not.toMatch(/HTTP/)
    expect(sandbox.media.streams()).toStrictEqual([])
  })
})

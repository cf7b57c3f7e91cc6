import { WebSocket } from 'ws'
import { startTestControl, type TestControl } from './testing/test-control.ts'

let control: TestControl
beforeAll(async () => {
  control = await startTestControl()
})
afterAll(() => control.stop())

describe('the guard of the control API', () => {
  const REFUSED: readonly [why: string, headers: Record<string, string>][] = [
    ['a page from elsewhere', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['another program on this machine', { origin: 'http://localhost:1' }],
    ['a name that rebinds', { host: 'evil.example' }],
    ['a form', { 'content-type': 'text/plain' }],
    ['a form of another kind', { 'content-type': 'application/x-www-form-urlencoded' }],
  ]
  for (const [why, headers] of REFUSED) {
    it(`refuses ${why}`, async () => {
      const { status, body } = await control.ask('POST', '/_sandbox/people', { name: 'mallory' }, headers)
      expect(status).toBe(403)
      expect((body.error as { code: string }).code).toBe('FORBIDDEN')
    })
  }

  it('refuses a phone’s page, as sender and by the name it asks', async () => {
    const phone: Record<string, string>[] = [
      { origin: `http://p1.localhost:${control.port}` },
      { host: `p1.localhost:${control.port}` },
      { host: `p1.localhost:${control.port}`, origin: `http://p1.localhost:${control.port}` },
    ]
    for (const headers of phone) {
      expect((await control.ask('POST', '/_sandbox/people', { name: 'mallory' }, headers)).status).toBe(403)
      expect((await control.ask('GET', '/_sandbox/state', undefined, headers)).status).toBe(403)
    }
  })

  it('admits its own page by both of its names', async () => {
    for (const name of ['127.0.0.1', 'localhost']) {
      const headers = { host: `${name}:${control.port}`, origin: `http://${name}:${control.port}` }
      expect((await control.ask('GET', '/_sandbox/state', undefined, headers)).status).toBe(200)
    }
  })

  it('keeps the live line from phones and serves the page with a policy of its own', async () => {
    const closed = (origin: string) =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(`ws://127.0.0.1:${control.port}/_sandbox/live`, { origin })
        socket.on('message', () => {
          resolve(0)
          socket.close()
        })
        socket.on('close', resolve)
      })
    control.updates.say({ at: 1, from: 'sandbox', type: 'info', text: 'hello' })
    expect(await closed(`http://127.0.0.1:${control.port}`)).toBe(0)
    expect(await closed(`http://p1.localhost:${control.port}`)).toBe(1008)
    const page = await fetch(control.url)
    expect(page.headers.get('content-security-policy') ?? '').toMatch(/frame-ancestors 'none'/)
    expect(await page.text()).toMatch(/control\.js/)
    expect((await (await fetch(`${control.url}/control.js`)).text()).length).toBeGreaterThan(1000)
    expect((await (await fetch(`${control.url}/control.css`)).text()).length).toBeGreaterThan(1000)
  })
})

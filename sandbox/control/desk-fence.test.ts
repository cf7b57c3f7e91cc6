import { WebSocket } from 'ws'
import { startTestDesk, type TestDesk } from './testing/test-desk.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

describe('the fence of the desk', () => {
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
      const { status, body } = await desk.ask('POST', '/_sandbox/people', { name: 'mallory' }, headers)
      expect(status).toBe(403)
      expect((body.error as { code: string }).code).toBe('FORBIDDEN')
    })
  }

  it('refuses a phone’s page, as sender and by the name it asks', async () => {
    const phone: Record<string, string>[] = [
      { origin: `http://p1.localhost:${desk.port}` },
      { host: `p1.localhost:${desk.port}` },
      { host: `p1.localhost:${desk.port}`, origin: `http://p1.localhost:${desk.port}` },
    ]
    for (const headers of phone) {
      expect((await desk.ask('POST', '/_sandbox/people', { name: 'mallory' }, headers)).status).toBe(403)
      expect((await desk.ask('GET', '/_sandbox/state', undefined, headers)).status).toBe(403)
    }
  })

  it('admits its own page by both of its names', async () => {
    for (const name of ['127.0.0.1', 'localhost']) {
      const headers = { host: `${name}:${desk.port}`, origin: `http://${name}:${desk.port}` }
      expect((await desk.ask('GET', '/_sandbox/state', undefined, headers)).status).toBe(200)
    }
  })

  it('keeps the live line from phones and serves the page with a policy of its own', async () => {
    const closed = (origin: string) =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(`ws://127.0.0.1:${desk.port}/_sandbox/live`, { origin })
        socket.on('message', () => {
          resolve(0)
          socket.close()
        })
        socket.on('close', resolve)
      })
    desk.live.say({ at: 1, from: 'sandbox', type: 'info', text: 'hello' })
    expect(await closed(`http://127.0.0.1:${desk.port}`)).toBe(0)
    expect(await closed(`http://p1.localhost:${desk.port}`)).toBe(1008)
    const page = await fetch(desk.url)
    expect(page.headers.get('content-security-policy') ?? '').toMatch(/frame-ancestors 'none'/)
    expect(await page.text()).toMatch(/desk\.js/)
    expect((await (await fetch(`${desk.url}/desk.js`)).text()).length).toBeGreaterThan(1000)
    expect((await (await fetch(`${desk.url}/desk.css`)).text()).length).toBeGreaterThan(1000)
  })
})

import assert from 'node:assert/strict'
import { request } from 'node:http'
import { WebSocket } from 'ws'
import { isSandboxError } from '../errors.ts'
import { createRequestGuard, sandboxOrigins } from './request-guard.ts'
import { startWebServer, type WebServer } from './web-server.ts'

let server: WebServer

beforeAll(async () => {
  server = await startWebServer({ guard: createRequestGuard(sandboxOrigins(() => server.port)) })
  server.app.get('/read', (c) => c.text('read'))
  server.app.post('/change', (c) => c.text('changed'))
  server.onSocket('/socket', (socket) => socket.send('hello'))
})
afterAll(() => server.stop())

describe('the guard of every port', () => {
  const own = () => `http://127.0.0.1:${server.port}`
  const cases: ReadonlyArray<{
    who: string
    method?: string
    path?: string
    headers: () => Record<string, string>
    status: number
  }> = [
    { who: 'a program without Origin reads', headers: () => ({}), status: 200 },
    { who: 'the control page reads', headers: () => ({ origin: own() }), status: 200 },
    { who: 'a phone reads', headers: () => ({ origin: `http://p12.localhost:${server.port}` }), status: 200 },
    { who: 'a rebinding name', headers: () => ({ host: `evil.example:${server.port}` }), status: 403 },
    {
      who: 'a name that only starts like ours',
      headers: () => ({ host: '127.0.0.1.evil.example' }),
      status: 403,
    },
    { who: 'a page of another site', headers: () => ({ origin: 'https://evil.example' }), status: 403 },
    { who: 'a page on another local port', headers: () => ({ origin: 'http://127.0.0.1:1' }), status: 403 },
    { who: 'a sandboxed frame', headers: () => ({ origin: 'null' }), status: 403 },
    {
      who: 'a change that says JSON',
      method: 'POST',
      path: '/change',
      headers: () => ({ 'content-type': 'application/json; charset=utf-8' }),
      status: 200,
    },
    {
      who: 'a form of another site without Origin',
      method: 'POST',
      path: '/change',
      headers: () => ({ 'content-type': 'text/plain' }),
      status: 403,
    },
    {
      who: 'a change without content-type',
      method: 'POST',
      path: '/change',
      headers: () => ({}),
      status: 403,
    },
  ]
  for (const { who, method = 'GET', path = '/read', headers, status } of cases) {
    test(`${who}: ${status}`, async () => {
      expect(await statusOf(method, path, headers())).toBe(status)
    })
  }
})

describe('WebSockets pass the same guard', () => {
  const open = (headers: Record<string, string>, path = '/socket') =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers })
      socket.on('message', (data) => {
        resolve(String(data))
        socket.close()
      })
      socket.on('error', (error) => resolve(error.message))
    })

  test('a program of this machine connects', async () => expect(await open({})).toBe('hello'))
  test('another site is refused', async () => {
    expect(await open({ origin: 'https://evil.example' })).toMatch(/403/)
  })
  test('a rebinding Host is refused', async () => {
    expect(await open({ host: 'evil.example' })).toMatch(/403/)
  })
  test('an unknown path is refused', async () => expect(await open({}, '/elsewhere')).toMatch(/404/))
})

test('a busy port is one clear sentence', async () => {
  const guard = createRequestGuard(() => true)
  await assert.rejects(startWebServer({ guard, port: server.port }), (error) => {
    assert.ok(isSandboxError(error))
    expect(error.code).toBe('PORT_IN_USE')
    expect(error.message).toBe(`port ${server.port} is already in use; choose another with --port`)
    return true
  })
})

function statusOf(
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: server.port, method, path, headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    call.on('error', reject)
    call.end()
  })
}

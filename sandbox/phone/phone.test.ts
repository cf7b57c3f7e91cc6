import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { useCleanUp } from '../../test/support/clean-up.ts'
import { waitFor } from '../../test/support/wait-for.ts'
import { LINK_CLOSED } from './link/link.ts'
import { type Fixture, startFixture } from './testing/start-fixture.ts'
import { tempProject } from './testing/temp-project.ts'

const cleanUp = useCleanUp()

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture.stop())

function fetchAs(host: string, path: string): Promise<{ status: number; body: string; type: string }> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: fixture.web.port, path, headers: { host } }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk
      })
      const { statusCode = 0, headers } = response
      response.on('end', () => resolve({ status: statusCode, body, type: headers['content-type'] ?? '' }))
    }).on('error', reject)
  })
}

/** Connects as a page of `origin` that asks for `host`; answers the close code, 0 while it stays open. */
async function connectAs(host: string, origin: string | undefined): Promise<WebSocket> {
  return new WebSocket(`ws://127.0.0.1:${fixture.web.port}/_phone/link`, { headers: { host }, origin })
}

const closed = (socket: WebSocket): Promise<string> =>
  new Promise((resolve) => {
    socket.on('close', (code) => resolve(String(code)))
    socket.on('error', (error) => resolve(error.message))
  })

test('a phone is served under its own name only, and an unknown one is a sentence', async () => {
  const { id } = fixture.phone.phones.open({ person: '阿禾' })
  const host = `${id}.localhost:${fixture.web.port}`
  expect((await fetchAs(host, '/')).body).toMatch(/阿禾 · p\d+/)
  expect((await fetchAs(host, '/_phone/package/pack.js')).type).toBe('text/javascript; charset=utf-8')
  expect((await fetchAs(host, '/_phone/package/gone.js')).status).toBe(404)
  expect((await fetchAs(host, '/_phone/font/index.css')).status).toBe(200)
  const unknown = await fetchAs(`p99.localhost:${fixture.web.port}`, '/')
  expect([unknown.status, unknown.body]).toStrictEqual([404, 'There is no phone p99 in this sandbox.'])
  expect((await fetchAs(`127.0.0.1:${fixture.web.port}`, '/_phone/runtime.js')).status).toBe(404)
})

test('assets come from the project and from nowhere else', async () => {
  const { id } = fixture.phone.phones.open({ person: '阿禾' })
  const host = `${id}.localhost:${fixture.web.port}`
  expect((await fetchAs(host, '/_phone/asset/app.json')).status).toBe(200)
  for (const path of ['..%2f..%2f..%2fpackage.json', '%2e%2e/%2e%2e/manifest.json', 'app.js', '%E4%']) {
    const { status } = await fetchAs(host, `/_phone/asset/${path}`)
    assert.ok(status >= 400 && status < 500, `${path}: ${status}`)
  }
})

test('only a page of the phone itself can take its link', async () => {
  const { phones } = fixture.phone
  const [one, two] = [phones.open({ person: '阿禾' }), phones.open({ person: '林间小鹿' })]
  const host = (id: string) => `${id}.localhost:${fixture.web.port}`
  const refused: [what: string, host: string, origin: string | undefined, answer: string][] = [
    ['another site', host(one.id), 'http://evil.example', 'Unexpected server response: 403'],
    ['no origin', host(one.id), undefined, '1008'],
    ['another phone', host(two.id), `http://${host(one.id)}`, '1008'],
    ['the control page', host(one.id), fixture.web.url, '1008'],
    ['a phone that does not exist', host('p99'), `http://${host('p99')}`, '1008'],
    [
      'a name that is no phone',
      `localhost:${fixture.web.port}`,
      `http://localhost:${fixture.web.port}`,
      '1008',
    ],
  ]
  for (const [what, to, origin, answer] of refused) {
    assert.equal(await closed(await connectAs(to, origin)), answer, what)
  }
  const own = await connectAs(host(one.id), `http://${host(one.id)}`)
  await new Promise((resolve) => own.on('open', resolve))
  const answered = new Promise((resolve) => own.on('message', (data) => resolve(JSON.parse(String(data)))))
  own.send(
    JSON.stringify({ id: 7, method: 'cloud.callFunction', params: { name: 'who', data: { person: 'x' } } }),
  )
  expect(await answered).toStrictEqual({
    id: 7,
    result: { result: { person: '阿禾', name: 'who', data: { person: 'x' } }, requestID: 'r1' },
  })
  own.terminate()
})

test('malformed frames close that connection and nothing else', async () => {
  const { id } = fixture.phone.phones.open({ person: '阿禾' })
  const host = `${id}.localhost:${fixture.web.port}`
  for (const frame of ['', 'null', '{}', '{"id":-1,"method":"x","params":1}', '[1]', Buffer.from([1, 2])]) {
    const socket = await connectAs(host, `http://${host}`)
    socket.on('open', () => socket.send(frame))
    assert.equal(await closed(socket), '1008', String(frame))
  }
  const socket = await connectAs(host, `http://${host}`)
  const answer = new Promise((resolve) => socket.on('message', (data) => resolve(JSON.parse(String(data)))))
  socket.on('open', () => socket.send('{"id":1,"method":"share.send","params":{"title":1}}'))
  expect(await answer).toStrictEqual({
    id: 1,
    error: { code: 'BAD_REQUEST', message: 'share.send: malformed parameters' },
  })
  socket.terminate()
})

test('a page that was replaced or whose phone was closed is told so', async () => {
  const { phones } = fixture.phone
  const { id } = phones.open({ person: '阿禾' })
  const host = `${id}.localhost:${fixture.web.port}`
  const open = async () => {
    const socket = await connectAs(host, `http://${host}`)
    await new Promise((resolve) => socket.on('open', resolve))
    return socket
  }
  const first = closed(await open())
  const second = closed(await open())
  expect(await first).toBe(String(LINK_CLOSED.replaced))
  phones.close(id)
  expect(await second).toBe(String(LINK_CLOSED.closed))
})

test('errors of cloud functions reach the phone with their vendor fields', async () => {
  const own = await startFixture(undefined, {
    callFunction: async () => {
      throw Object.assign(new Error('cloud.callFunction:fail'), { errCode: -501000, errMsg: 'not found' })
    },
  })
  try {
    const { id } = own.phone.phones.open({ person: '阿禾' })
    const host = `${id}.localhost:${own.web.port}`
    const socket = new WebSocket(`ws://127.0.0.1:${own.web.port}/_phone/link`, {
      headers: { host },
      origin: `http://${host}`,
    })
    const answer = new Promise((resolve) => socket.on('message', (data) => resolve(JSON.parse(String(data)))))
    socket.on('open', () =>
      socket.send('{"id":1,"method":"cloud.callFunction","params":{"name":"a","data":{}}}'),
    )
    expect(await answer).toStrictEqual({
      id: 1,
      error: { message: 'cloud.callFunction:fail', errCode: -501000, errMsg: 'not found' },
    })
    socket.terminate()
  } finally {
    await own.stop()
  }
})

test('a project that WeChat would refuse does not start: file, line and cause are told', async () => {
  const project = tempProject({ 'app.json': '{\n  "pages": [\n' })
  cleanUp(project.remove)
  const starting = startFixture(project.root)
  await expect(starting).rejects.toMatchObject({
    code: 'BAD_PROJECT',
    message: expect.stringMatching(/^the app cannot run:\n {2}app\.json:\d+:\d+: not valid JSON/),
  })
})

test('a project that breaks later is told in the terminal, and asking its phone fails after a while, not never', async () => {
  const project = tempProject({
    'app.json': { pages: ['a'] },
    'app.js': 'App({})',
    'a.js': 'Page({})',
    'a.wxml': '<view/>',
  })
  cleanUp(project.remove)
  const own = await startFixture(project.root, { watch: true })
  cleanUp(own.stop)
  const { id } = own.phone.phones.open({ person: '阿禾' })
  writeFileSync(join(project.root, 'app.json'), '{\n  "pages": [\n')
  await waitFor(() => own.terminal.length > 0, { what: 'a line in the terminal' })
  expect(own.terminal.join('\n')).toMatch(/^the app cannot run: app\.json:\d+:\d+: not valid JSON/)
  const asked = own.phone.phones.request(id, 'app.home', {})
  own.phone.phones.close(id)
  await expect(asked).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(own.phone.phones.request(id, 'app.home', {})).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await waitFor(() => own.phone.phones.list().length === 0, { what: 'no phone left' })
})

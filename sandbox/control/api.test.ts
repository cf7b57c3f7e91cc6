import assert from 'node:assert/strict'
import { type Call, says } from './testing/calls.ts'
import { startTestControl, type TestControl } from './testing/test-control.ts'

let control: TestControl
beforeAll(async () => {
  control = await startTestControl()
})
afterAll(() => control.stop())

/** In this order: later rows see what earlier ones did. */
const CALLS: readonly Call[] = [
  {
    name: 'a person gets a name and an openid',
    call: ['POST', '/_sandbox/people', { name: '茶客', role: 'viewer' }],
    status: 200,
    body: ({ name, openid }) => name === '茶客' && /^o[\w-]{27}$/.test(String(openid)),
  },
  {
    name: 'a name is given once',
    call: ['POST', '/_sandbox/people', { name: '茶客' }],
    status: 400,
    body: says('BAD_REQUEST', /already/),
  },
  {
    name: 'a role must be known',
    call: ['POST', '/_sandbox/people', { name: 'x', role: 'king' }],
    status: 400,
    body: says('BAD_REQUEST', /owner, viewer/),
  },
  {
    name: 'a person needs a name',
    call: ['POST', '/_sandbox/people', { name: ' ' }],
    status: 400,
    body: says('BAD_REQUEST', /name/),
  },
  {
    name: 'unknown fields are refused',
    call: ['POST', '/_sandbox/people', { name: 'y', rolle: 'viewer' }],
    status: 400,
    body: says('BAD_REQUEST', /rolle/),
  },
  {
    name: 'a body must be JSON',
    call: ['POST', '/_sandbox/people', '{'],
    status: 400,
    body: says('BAD_REQUEST', /not JSON/),
  },
  {
    name: 'a phone gets an id and an address of its own',
    call: [
      'POST',
      '/_sandbox/phones',
      { person: '阿禾', sdkVersion: '2.2.0', platform: 'android', widthHeight: '360x640' },
    ],
    status: 200,
    body: ({ id, url }) => id === 'p1' && url === `http://p1.localhost:${control.port}/`,
  },
  {
    name: 'a phone needs somebody who is here',
    call: ['POST', '/_sandbox/phones', { person: '谁' }],
    status: 404,
    body: says('NOT_FOUND', /谁/),
  },
  {
    name: 'a platform must be known',
    call: ['POST', '/_sandbox/phones', { person: '阿禾', platform: 'symbian' }],
    status: 400,
    body: says('BAD_REQUEST', /platform/),
  },
  {
    name: 'a function answers',
    call: ['POST', '/_sandbox/call', { person: '阿禾', function: 'token', data: { a: 1 } }],
    status: 200,
    body: (body) => JSON.stringify(body) === '{"result":{"echo":{"a":1}}}',
  },
  {
    name: 'a missing function answers as the phone would hear it',
    call: ['POST', '/_sandbox/call', { person: '阿禾', function: 'missing', data: {} }],
    status: 200,
    body: ({ error }) => JSON.stringify(error) === '{"errCode":-501000,"errMsg":"cloud.callFunction:fail"}',
  },
  {
    name: 'nobody calls as a stranger',
    call: ['POST', '/_sandbox/call', { person: '谁', function: 'token' }],
    status: 404,
    body: says('NOT_FOUND', /谁/),
  },
  {
    name: 'an unknown phone has no card',
    call: ['POST', '/_sandbox/phones/p9/open-card', { cardID: 'card1' }],
    status: 404,
    body: says('NOT_FOUND', /p9/),
  },
  {
    name: 'a phone opens only cards it got',
    call: ['POST', '/_sandbox/phones/p1/open-card', { cardID: 'card1' }],
    status: 404,
    body: says('NOT_FOUND', /card1/),
  },
  {
    name: 'a page needs a url',
    call: ['POST', '/_sandbox/phones/p1/open', {}],
    status: 400,
    body: says('BAD_REQUEST', /url/),
  },
  {
    name: 'an unknown phone has no page',
    call: ['POST', '/_sandbox/phones/p9/open', { url: '/a' }],
    status: 404,
    body: says('NOT_FOUND', /p9/),
  },
  {
    name: 'an unknown phone has no marks',
    call: ['GET', '/_sandbox/phones/p9/marks'],
    status: 404,
    body: says('NOT_FOUND', /p9/),
  },
  {
    name: 'a key must exist',
    call: ['POST', '/_sandbox/phones/p1/press', { button: 'volume' }],
    status: 400,
    body: says('BAD_REQUEST', /button/),
  },
  {
    name: 'a role must be known to be given',
    call: ['POST', '/_sandbox/people/茶客/role', { role: 'king' }],
    status: 400,
    body: says('BAD_REQUEST', /owner, viewer/),
  },
  {
    name: 'nobody unknown gets one',
    call: ['POST', '/_sandbox/people/谁/role', { role: 'viewer' }],
    status: 404,
    body: says('NOT_FOUND', /谁/),
  },
  {
    name: 'the configured phones are put on the control page',
    call: ['POST', '/_sandbox/phones/configured'],
    status: 200,
    body: ({ phones }) => Array.isArray(phones) && phones.length === 3,
  },
  {
    name: 'once',
    call: ['POST', '/_sandbox/phones/configured'],
    status: 200,
    body: ({ phones }) => Array.isArray(phones) && phones.length === 3,
  },
  { name: 'a phone goes', call: ['DELETE', '/_sandbox/phones/p1'], status: 200, body: () => true },
  { name: 'once', call: ['DELETE', '/_sandbox/phones/p1'], status: 404, body: says('NOT_FOUND', /p1/) },
  {
    name: 'the seed comes back',
    call: ['POST', '/_sandbox/reset'],
    status: 200,
    body: () => control.resets() === 1,
  },
  {
    name: 'an unknown call says so',
    call: ['GET', '/_sandbox/weather'],
    status: 404,
    body: says('NOT_FOUND', /weather/),
  },
]

describe('control API', () => {
  for (const { name, call, status, body } of CALLS) {
    it(name, async () => {
      const reply = await control.ask(...call)
      assert.equal(reply.status, status, JSON.stringify(reply.body))
      assert.ok(body(reply.body), JSON.stringify(reply.body))
    })
  }

  it('shows everything in one answer', async () => {
    const { body } = await control.ask('GET', '/_sandbox/state')
    expect(body.ports).toStrictEqual({ http: control.port, rtmp: 1935, flv: 8000, zego: null })
    expect(body.functions).toStrictEqual([{ name: 'token', actions: ['issue'] }])
    expect([body.rooms, body.streams, body.faults, body.clockOffsetMs]).toStrictEqual([[], [], [], 0])
    const phones = body.phones as { person: string; label: string; widthHeight: string; cards: unknown[] }[]
    expect(
      phones.map(({ person, label, widthHeight, cards }) => [person, label, widthHeight, cards]),
    ).toStrictEqual([
      ['阿禾', '商家', '390x844', []],
      ['小鹿', '', '390x844', []],
    ])
  })

  it('writes what a role means into the database, once', async () => {
    const add = (name: string) => control.ask('POST', '/_sandbox/people', { name, role: 'owner' })
    expect((await add('二老板')).status).toBe(200)
    expect((await add('三老板')).status).toBe(200)
    expect(control.inserted).toHaveLength(1)
    expect(JSON.stringify(control.inserted).includes('"_id":"owner"')).toBe(true)
  })

  it('takes a role away and gives it to somebody else: only the holder’s documents go', async () => {
    const take = (name: string) => control.ask('DELETE', `/_sandbox/people/${name}/role`)
    await take('三老板') // never held the document
    expect(control.inserted).toHaveLength(1)
    const taken = await take('二老板')
    expect([taken.status, taken.body.role]).toStrictEqual([200, null])
    expect(control.inserted).toStrictEqual([])
    const given = await control.ask('POST', '/_sandbox/people/三老板/role', {
      role: 'owner',
    })
    const { openid } = given.body
    expect(control.inserted).toStrictEqual([['members', { _id: 'owner', openid }]])
  })
})

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { waitFor } from '../../test/support/wait-for.ts'
import { startTestDesk, type TestDesk } from './testing/test-desk.ts'

let desk: TestDesk
before(async () => {
  desk = await startTestDesk()
})
after(() => desk.stop())

/** In this order: later rows see what earlier ones did. */
const CALLS: readonly {
  name: string
  call: [method: string, path: string, body?: unknown]
  status: number
  body: (body: Record<string, unknown>) => unknown
}[] = [
  {
    name: 'a person gets a name and an openid',
    call: ['POST', '/_sandbox/people', { name: '茶客', role: 'shopper' }],
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
    body: says('BAD_REQUEST', /merchant, shopper/),
  },
  {
    name: 'a person needs a name',
    call: ['POST', '/_sandbox/people', { name: ' ' }],
    status: 400,
    body: says('BAD_REQUEST', /name/),
  },
  {
    name: 'unknown fields are refused',
    call: ['POST', '/_sandbox/people', { name: 'y', rolle: 'shopper' }],
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
    body: ({ id, url }) => id === 'p1' && url === `http://p1.localhost:${desk.port}/`,
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
    name: 'faults are listed with what they do and take',
    call: ['GET', '/_sandbox/faults'],
    status: 200,
    body: ({ kinds, active }) => {
      const [rain] = kinds as { target: string; kind: string; what: string; lasts: boolean; fields: object }[]
      return (
        JSON.stringify([
          rain?.target,
          rain?.kind,
          rain?.what,
          rain?.lasts,
          Object.keys(rain?.fields ?? {}),
        ]) === '["weather","rain","It rains.",true,["litres"]]' && JSON.stringify(active) === '[]'
      )
    },
  },
  {
    name: 'a fault that does not exist says so',
    call: ['POST', '/_sandbox/faults', { target: 'pay', kind: 'lateNotice' }],
    status: 501,
    body: says('UNSUPPORTED', /D-CT-02/),
  },
  {
    name: 'nothing inherited passes for a fault',
    call: ['POST', '/_sandbox/faults', { target: 'constructor', kind: 'name' }],
    status: 501,
    body: says('UNSUPPORTED', /D-CT-02/),
  },
  {
    name: 'a fault must hit something',
    call: ['POST', '/_sandbox/faults', { target: 'weather', kind: 'drought' }],
    status: 404,
    body: says('NOT_FOUND', /nothing grew/),
  },
  {
    name: 'a fault refuses fields that it does not know',
    call: ['POST', '/_sandbox/faults', { target: 'weather', kind: 'rain', liters: 2 }],
    status: 400,
    body: says('BAD_REQUEST', /liters/),
  },
  {
    name: 'what is over at once has no duration',
    call: ['POST', '/_sandbox/faults', { target: 'weather', kind: 'thunder', forMs: 100 }],
    status: 400,
    body: says('BAD_REQUEST', /over at once/),
  },
  {
    name: 'a duration is a positive number',
    call: ['POST', '/_sandbox/faults', { target: 'weather', kind: 'rain', forMs: 0 }],
    status: 400,
    body: says('BAD_REQUEST', /forMs/),
  },
  {
    name: 'a fault lasts',
    call: ['POST', '/_sandbox/faults', { target: 'weather', kind: 'rain' }],
    status: 200,
    body: ({ id }) => id === 'fault-1' && desk.weather.join() === 'rain 1',
  },
  {
    name: 'and is taken back',
    call: ['DELETE', '/_sandbox/faults/fault-1'],
    status: 200,
    body: () => desk.weather.join() === 'rain 1,sun',
  },
  {
    name: 'once',
    call: ['DELETE', '/_sandbox/faults/fault-1'],
    status: 404,
    body: says('NOT_FOUND', /fault-1/),
  },
  {
    name: 'no faults are left to take back',
    call: ['DELETE', '/_sandbox/faults'],
    status: 200,
    body: () => true,
  },
  {
    name: 'the clock moves',
    call: ['POST', '/_sandbox/clock', { offsetMs: 60_000 }],
    status: 200,
    body: ({ offsetMs }) => offsetMs === 60_000,
  },
  {
    name: 'by whole milliseconds, and not by centuries',
    call: ['POST', '/_sandbox/clock', { offsetMs: 1e15 }],
    status: 400,
    body: says('BAD_REQUEST', /offsetMs/),
  },
  {
    name: 'settings change one by one',
    call: ['POST', '/_sandbox/settings', { latency: { callMs: 80 }, functionRules: false }],
    status: 200,
    body: (view) =>
      JSON.stringify(view) ===
      '{"latency":{"callMs":80,"coldStartMs":0,"databaseMs":0},"functionRules":false,"publishPrivilege":true}',
  },
  {
    name: 'what is left out stays',
    call: ['POST', '/_sandbox/settings', { latency: { databaseMs: 5 } }],
    status: 200,
    body: ({ latency, functionRules }) =>
      JSON.stringify(latency) === '{"callMs":80,"coldStartMs":0,"databaseMs":5}' && functionRules === false,
  },
  {
    name: 'a setting must be known',
    call: ['POST', '/_sandbox/settings', { latency: { cpuMs: 1 } }],
    status: 400,
    body: says('BAD_REQUEST', /cpuMs/),
  },
  {
    name: 'timers are listed',
    call: ['GET', '/_sandbox/timers'],
    status: 200,
    body: ({ timers }) => JSON.stringify(timers) === '[{"function":"clock","name":"every-minute"}]',
  },
  {
    name: 'and fired',
    call: ['POST', '/_sandbox/timers', { function: 'clock' }],
    status: 200,
    body: () => true,
  },
  {
    name: 'where there is one',
    call: ['POST', '/_sandbox/timers', { function: 'room' }],
    status: 404,
    body: says('NOT_FOUND', /room/),
  },
  {
    name: 'what a bill would count is read',
    call: ['GET', '/_sandbox/counters'],
    status: 200,
    body: (body) => JSON.stringify(body) === '{"cloud":{"dbReads":1},"zego":null}',
  },
  {
    name: 'and counted anew',
    call: ['DELETE', '/_sandbox/counters'],
    status: 200,
    body: () => desk.settled.at(-1) === 'counters 0',
  },
  {
    name: 'ZEGO’s callbacks can be looked at',
    call: ['GET', '/_sandbox/callbacks'],
    status: 200,
    body: ({ callbacks }) => JSON.stringify(callbacks) === '[{"event":"room_create","body":"{}"}]',
  },
  {
    name: 'a recording is of a phone',
    call: ['GET', '/_sandbox/record'],
    status: 400,
    body: says('BAD_REQUEST', /phone/),
  },
  {
    name: 'that is here',
    call: ['GET', '/_sandbox/record?phone=p9'],
    status: 404,
    body: says('NOT_FOUND', /p9/),
  },
  {
    name: 'with kinds that exist',
    call: ['GET', '/_sandbox/record?phone=p1&kind=dream'],
    status: 400,
    body: says('BAD_REQUEST', /kind/),
  },
  {
    name: 'a quiet phone has an empty one',
    call: ['GET', '/_sandbox/record?phone=p1&kind=sdk&since=5'],
    status: 200,
    body: ({ records }) => JSON.stringify(records) === '[]',
  },
  {
    name: 'and it is forgotten',
    call: ['DELETE', '/_sandbox/record?phone=p1'],
    status: 200,
    body: () => true,
  },
  {
    name: 'a role must be known to be given',
    call: ['POST', '/_sandbox/people/茶客/role', { role: 'king' }],
    status: 400,
    body: says('BAD_REQUEST', /merchant, shopper/),
  },
  {
    name: 'nobody unknown gets one',
    call: ['POST', '/_sandbox/people/谁/role', { role: 'shopper' }],
    status: 404,
    body: says('NOT_FOUND', /谁/),
  },
  {
    name: 'the configured phones are put on the desk',
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
    body: () => desk.resets() === 1,
  },
  {
    name: 'an unknown call says so',
    call: ['GET', '/_sandbox/weather'],
    status: 404,
    body: says('NOT_FOUND', /weather/),
  },
]

function says(code: string, message: RegExp) {
  return ({ error }: Record<string, unknown>) => {
    const { code: got, message: text } = error as { code: string; message: string }
    return got === code && message.test(text)
  }
}

describe('control API', () => {
  for (const { name, call, status, body } of CALLS) {
    it(name, async () => {
      const reply = await desk.ask(...call)
      assert.equal(reply.status, status, JSON.stringify(reply.body))
      assert.ok(body(reply.body), JSON.stringify(reply.body))
    })
  }

  it('shows everything in one answer', async () => {
    const { body } = await desk.ask('GET', '/_sandbox/state')
    assert.deepEqual(body.ports, { http: desk.port, rtmp: 1935, flv: 8000, zego: null })
    assert.deepEqual(body.functions, [{ name: 'token', actions: ['issue'] }])
    assert.deepEqual([body.rooms, body.streams, body.faults, body.clockOffsetMs], [[], [], [], 60_000])
    const phones = body.phones as { person: string; label: string; widthHeight: string; cards: unknown[] }[]
    assert.deepEqual(
      phones.map(({ person, label, widthHeight, cards }) => [person, label, widthHeight, cards]),
      [
        ['阿禾', '商家', '390x844', []],
        ['小鹿', '', '390x844', []],
      ],
    )
  })

  it('writes what a role means into the database, once', async () => {
    const add = (name: string) => desk.ask('POST', '/_sandbox/people', { name, role: 'merchant' })
    assert.equal((await add('二老板')).status, 200)
    assert.equal((await add('三老板')).status, 200)
    assert.equal(desk.inserted.length, 1)
    assert.equal(JSON.stringify(desk.inserted).includes('"_id":"owner"'), true)
  })

  it('takes a role away and gives it to somebody else: only the holder’s documents go', async () => {
    const take = (name: string) => desk.ask('DELETE', `/_sandbox/people/${name}/role`)
    await take('三老板') // never held the document
    assert.equal(desk.inserted.length, 1)
    const taken = await take('二老板')
    assert.deepEqual([taken.status, taken.body.role], [200, null])
    assert.deepEqual(desk.inserted, [])
    const given = await desk.ask('POST', '/_sandbox/people/三老板/role', {
      role: 'merchant',
    })
    const { openid } = given.body
    assert.deepEqual(desk.inserted, [['members', { _id: 'owner', openid }]])
  })

  it('ends a fault by itself when its time is over', async () => {
    const before = desk.weather.length
    const { body } = await desk.ask('POST', '/_sandbox/faults', {
      target: 'weather',
      kind: 'rain',
      litres: 3,
      forMs: 200,
    })
    const { body: listed } = await desk.ask('GET', '/_sandbox/faults')
    const [active] = listed.active as { id: unknown; fields: unknown; untilMs: number }[]
    assert.deepEqual([active?.id, active?.fields], [body.id, { litres: 3 }])
    assert.ok((active?.untilMs ?? 0) > Date.now() - 5_000)
    await waitFor(async () => ((await desk.ask('GET', '/_sandbox/faults')).body.active as []).length === 0, {
      what: 'the rain to end',
    })
    assert.deepEqual(desk.weather.slice(before), ['rain 3', 'sun'])
  })
})

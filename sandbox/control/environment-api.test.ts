import assert from 'node:assert/strict'
import { waitFor } from '../../test/support/wait-for.ts'
import { type Call, says } from './testing/calls.ts'
import { startTestControl, type TestControl } from './testing/test-control.ts'

let control: TestControl
beforeAll(async () => {
  control = await startTestControl()
  await control.ask('POST', '/_sandbox/phones', { person: '阿禾' })
})
afterAll(() => control.stop())

/** In this order: later rows see what earlier ones did. */
const CALLS: readonly Call[] = [
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
    body: ({ id }) => id === 'fault-1' && control.weather.join() === 'rain 1',
  },
  {
    name: 'and is taken back',
    call: ['DELETE', '/_sandbox/faults/fault-1'],
    status: 200,
    body: () => control.weather.join() === 'rain 1,sun',
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
    body: () => control.settled.at(-1) === 'counters 0',
  },
  {
    name: 'an outside encoder gets an address for a stream',
    call: ['POST', '/_sandbox/encoder', { streamID: 's1' }],
    status: 200,
    body: ({ url }) => url === 'rtmp://127.0.0.1:1/live/s1?token=t',
  },
  {
    name: 'whose name is one',
    call: ['POST', '/_sandbox/encoder', { streamID: 'a/b' }],
    status: 400,
    body: says('BAD_REQUEST', /streamID/),
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
    name: 'the moved clock is in the state',
    call: ['GET', '/_sandbox/state'],
    status: 200,
    body: ({ clockOffsetMs }) => clockOffsetMs === 60_000,
  },
]

describe('control API: faults, time, settings, records', () => {
  for (const { name, call, status, body } of CALLS) {
    it(name, async () => {
      const reply = await control.ask(...call)
      assert.equal(reply.status, status, JSON.stringify(reply.body))
      assert.ok(body(reply.body), JSON.stringify(reply.body))
    })
  }

  it('ends a fault by itself when its time is over', async () => {
    const before = control.weather.length
    const { body } = await control.ask('POST', '/_sandbox/faults', {
      target: 'weather',
      kind: 'rain',
      litres: 3,
      // Longer than a loaded machine needs for the look at it.
      forMs: 2_000,
    })
    const { body: listed } = await control.ask('GET', '/_sandbox/faults')
    const [active] = listed.active as { id: unknown; fields: unknown; untilMs: number }[]
    expect([active?.id, active?.fields]).toStrictEqual([body.id, { litres: 3 }])
    expect(active?.untilMs ?? 0).toBeGreaterThan(Date.now() - 5_000)
    await waitFor(
      async () => ((await control.ask('GET', '/_sandbox/faults')).body.active as []).length === 0,
      {
        what: 'the rain to end',
      },
    )
    expect(control.weather.slice(before)).toStrictEqual(['rain 3', 'sun'])
  })
})

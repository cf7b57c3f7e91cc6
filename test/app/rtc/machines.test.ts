import assert from 'node:assert/strict'
import { PLAYER_EVENTS, PLAYER_SILENT, PUSHER_EVENTS, PUSHER_SILENT } from '../../../miniprogram/rtc/codes.ts'
import { type MachineTable, nextStep, type StreamEffect } from '../../../miniprogram/rtc/machine.ts'
import { PLAYER, PLAYER_EVENT_MEANINGS } from '../../../miniprogram/rtc/player.machine.ts'
import { PUBLISHER, PUBLISHER_EVENT_MEANINGS } from '../../../miniprogram/rtc/publisher.machine.ts'

const machines: [string, MachineTable<string, string, StreamEffect>, events: string[], first: string][] = [
  [
    'publisher',
    PUBLISHER as MachineTable<string, string, StreamEffect>,
    Object.keys(PUBLISHER_EVENT_MEANINGS),
    'idle',
  ],
  [
    'player',
    PLAYER as MachineTable<string, string, StreamEffect>,
    Object.keys(PLAYER_EVENT_MEANINGS),
    'idle',
  ],
]

for (const [name, table, events, first] of machines) {
  const states = Object.keys(table)

  test(`${name}: every event means something somewhere, and no other is listed`, () => {
    const listed = new Set(states.flatMap((state) => Object.keys(table[state] ?? {})))
    expect([...listed].sort()).toStrictEqual([...events].sort())
  })

  test(`${name}: every state is reached from ${first}`, () => {
    const reached = new Set([first])
    for (const state of reached) {
      for (const step of Object.values(table[state] ?? {})) if (step) reached.add(step.to)
    }
    expect([...reached].sort()).toStrictEqual(states.sort())
  })

  test(`${name}: a pair that is not listed changes nothing`, () => {
    let unlisted = 0
    for (const state of states) {
      for (const event of events) {
        if (Object.hasOwn(table[state] ?? {}, event)) continue
        unlisted++
        expect(nextStep(table, state, event)).toBeNull()
      }
    }
    expect(unlisted).toBeGreaterThan(0)
  })

  test(`${name}: whoever waits has a timer, whoever rests has none`, () => {
    const waits = ['connecting', 'requesting', 'recovering']
    for (const [from, row] of Object.entries(table)) {
      for (const [event, step] of Object.entries(row)) {
        const effects = step?.effects ?? []
        const arms = effects.includes('watch') || effects.includes('retryLater')
        if (waits.includes(step?.to ?? '')) assert.ok(arms, `${from} + ${event} waits without a timer`)
        else if (waits.includes(from))
          assert.ok(effects.includes('settle'), `${from} + ${event} leaves a timer`)
      }
    }
  })

  test(`${name}: a stream that is over or given up is closed`, () => {
    for (const [from, row] of Object.entries(table)) {
      for (const [event, step] of Object.entries(row)) {
        if (!['ended', 'failed', 'stopped'].includes(step?.to ?? '')) continue
        if (['idle', 'failed', 'preparing'].includes(from)) continue
        assert.ok(step?.effects?.includes('close'), `${from} + ${event} leaves the stream open`)
      }
    }
  })
}

test('no code both means something and means nothing', () => {
  for (const code of Object.keys(PUSHER_EVENTS)) assert.ok(!PUSHER_SILENT.has(Number(code)), code)
  for (const code of Object.keys(PLAYER_EVENTS)) assert.ok(!PLAYER_SILENT.has(Number(code)), code)
})

test('an end of the picture is never the end of the show', () => {
  for (const row of Object.values(PLAYER)) {
    for (const [event, step] of Object.entries(row)) {
      if (step.to === 'ended') expect(event).toBe('showOver')
    }
  }
})

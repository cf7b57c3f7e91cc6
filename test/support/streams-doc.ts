/**
 * Writes docs/streams.md from the two machine tables and the words that the screens show for their states:
 * `node --import tsx test/support/streams-doc.ts`. test/app/rtc/streams-doc.test.ts keeps the page current.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { RoomSnapshot } from '../../miniprogram/domain/api/room.ts'
import { roomView } from '../../miniprogram/live/text/room-text.ts'
import {
  type MachineTable,
  STREAM_EFFECTS,
  type Step,
  type StreamEffect,
} from '../../miniprogram/rtc/machine.ts'
import { PLAYER, PLAYER_EVENT_MEANINGS } from '../../miniprogram/rtc/player.machine.ts'
import type { PlayerState, PublisherState } from '../../miniprogram/rtc/ports.ts'
import { PUBLISHER, PUBLISHER_EVENT_MEANINGS } from '../../miniprogram/rtc/publisher.machine.ts'
import { uplinkHealth } from '../../miniprogram/studio/text/uplink-text.ts'
import { markdownTable as table } from './markdown-table.ts'

export const STREAMS_DOC = fileURLToPath(new URL('../../docs/streams.md', import.meta.url))

/** A minute into a show, three seconds after whatever happened. */
const NOW = 60_000
const SINCE_MS = 3_000

export function streamsDoc(): string {
  return `${[
    '<!-- Written by test/support/streams-doc.ts from the tables in miniprogram/rtc. Change those, then run it. -->',
    '# Streams',
    'Two state machines carry the picture: `publisher.machine.ts` on the anchor’s phone, `player.machine.ts` on every shopper’s. An event that a state does not list changes nothing there. The sentences are what the person reads three seconds after the state was entered.',
    '## What a machine can do',
    table(
      ['effect', 'is'],
      Object.entries(STREAM_EFFECTS).map(([effect, is]) => [`\`${effect}\``, is]),
    ),
    ...machine('Publisher', PUBLISHER, PUBLISHER_EVENT_MEANINGS, publisherSentence),
    ...machine('Player', PLAYER, PLAYER_EVENT_MEANINGS, playerSentence),
  ].join('\n\n')}\n`
}

function machine<S extends string, E extends string>(
  name: string,
  rows: MachineTable<S, E, StreamEffect>,
  hears: Readonly<Record<E, string>>,
  sentence: (state: S) => string,
): string[] {
  const states = Object.keys(rows) as S[]
  const events = Object.keys(hears) as E[]
  return [
    `## ${name}`,
    table(
      ['state', 'sentence on the screen'],
      states.map((state) => [`\`${state}\``, sentence(state)]),
    ),
    table(
      ['event', 'means'],
      events.map((event) => [`\`${event}\``, hears[event]]),
    ),
    ...states.flatMap((state) => [`### ${name}: ${state}`, transitions(rows[state])]),
  ]
}

function transitions(row: Readonly<Partial<Record<string, Step<string, StreamEffect>>>>): string {
  const steps = Object.entries(row).map(([event, step]) => [
    `\`${event}\``,
    `\`${step?.to}\``,
    (step?.effects ?? []).map((effect) => `\`${effect}\``).join(', ') || 'nothing',
  ])
  return steps.length === 0
    ? 'The end: nothing leads out of it.'
    : table(['event', 'leads to', 'does'], steps)
}

function playerSentence(player: PlayerState): string {
  const snapshot: RoomSnapshot = {
    ...{
      roomID: 'r',
      title: '',
      cover: '',
      anchorName: '',
      status: 'live',
      rev: 2,
      streamID: 's',
      online: null,
    },
    ...{
      startsAt: null,
      startedAt: 0,
      endedAt: null,
      awaySince: null,
      pinned: null,
      shelfRev: 0,
      serverTime: NOW,
    },
  }
  const seen = player === 'ended' ? ({ ...snapshot, status: 'ended', endedAt: NOW } as const) : snapshot
  const facts = {
    snapshot: seen,
    error: null,
    player,
    hasPlayed: true,
    offline: false,
    sinceMs: SINCE_MS,
    now: NOW,
  }
  const { title, text } = roomView(facts)
  return [title, text].filter((part) => part !== '').join('。') || '(none: the picture speaks)'
}

function publisherSentence(publisher: PublisherState): string {
  const report = { videoKbps: 900, audioKbps: 48, fps: 15, at: NOW }
  const facts = { publisher, report, sinceMs: SINCE_MS, blurredMs: null, mutedMs: null, now: NOW }
  const { sentence, canReopen } = uplinkHealth(facts)
  if (publisher === 'idle' || publisher === 'stopped') return '(none: not on air)'
  return canReopen ? `${sentence} (a button)` : sentence
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(STREAMS_DOC, streamsDoc())

import type { Clock } from '../../../miniprogram/core/clock.ts'
import type { CloudAction, CloudActions, CloudApi } from '../../../miniprogram/core/cloud-api.ts'
import type { PhoneEvent, PhoneEventSource } from '../../../miniprogram/core/phone-events.ts'
import type { RoomSnapshot } from '../../../miniprogram/domain/api/room.ts'
import type { TokenGrant } from '../../../miniprogram/domain/api/token.ts'
import type {
  LiveComponent,
  LiveRoom,
  PlayerState,
  PublisherState,
  RoomListener,
} from '../../../miniprogram/rtc/ports.ts'

/** Time that stands still until the test moves it; due tasks run in order, with a turn of the event loop after each. */
export class FakeClock implements Clock {
  private time = 1_700_000_000_000
  private tasks: { at: number; task: () => void }[] = []

  now(): number {
    return this.time
  }

  after(ms: number, task: () => void): () => void {
    const entry = { at: this.time + ms, task }
    this.tasks.push(entry)
    return () => {
      this.tasks = this.tasks.filter((other) => other !== entry)
    }
  }

  get waiting(): number {
    return this.tasks.length
  }

  /** The phone sleeps: time passes, and no timer fires before it wakes. */
  sleep(ms: number): void {
    this.time += ms
  }

  async advance(ms: number): Promise<void> {
    const until = this.time + ms
    await settle()
    for (;;) {
      const due = this.tasks.filter((entry) => entry.at <= until).sort((a, b) => a.at - b.at)[0]
      if (!due) break
      this.tasks = this.tasks.filter((entry) => entry !== due)
      this.time = Math.max(this.time, due.at)
      due.task()
      await settle()
    }
    this.time = until
  }
}

/** Lets everything that is already resolved run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

export function aRoom(change: Partial<RoomSnapshot> = {}): RoomSnapshot {
  return {
    roomID: 'room1',
    title: '梅子青开窑夜',
    cover: '',
    anchorName: '阿禾',
    status: 'live',
    startedAt: 1_700_000_000_000,
    startsAt: null,
    endedAt: null,
    awaySince: null,
    pinned: null,
    shelfRev: 0,
    online: null,
    rev: 2,
    streamID: 's1',
    serverTime: 1_700_000_000_000,
    ...change,
  }
}

export function aGrant(change: Partial<TokenGrant> = {}): TokenGrant {
  return { token: 't', userID: 'u1', roomID: 'room1', expiresAt: 1_700_003_600_000, ...change }
}

type Answers = {
  [A in CloudAction]?: (
    fields: CloudActions[A]['request'],
  ) => CloudActions[A]['data'] | Promise<CloudActions[A]['data']>
}

/** Answers what the test says and remembers every call. */
export class RecordingCloud implements CloudApi {
  readonly calls: CloudAction[] = []
  answers: Answers

  constructor(answers: Answers) {
    this.answers = answers
  }

  async call<A extends CloudAction>(action: A, fields: CloudActions[A]['request']) {
    this.calls.push(action)
    const answer = this.answers[action]
    if (!answer) throw new Error(`no answer for ${action}`)
    return answer(fields)
  }

  count(action: CloudAction): number {
    return this.calls.filter((call) => call === action).length
  }
}

/** The phone's own facts, told by the test. */
export class FakePhone implements PhoneEventSource {
  private readonly listeners = new Set<(fact: PhoneEvent) => void>()

  listen(hear: (fact: PhoneEvent) => void): () => void {
    this.listeners.add(hear)
    return () => void this.listeners.delete(hear)
  }

  tell(...facts: PhoneEvent[]): void {
    for (const fact of facts) for (const hear of this.listeners) hear(fact)
  }

  get listening(): number {
    return this.listeners.size
  }
}

/** Live audio and video that do nothing but remember; the test speaks with the listeners. */
export class RecordingRtc {
  readonly log: string[] = []
  listener: RoomListener | null = null
  onPlayer: (state: PlayerState) => void = () => {}
  onPublisher: (state: PublisherState) => void = () => {}
  joining: () => Promise<void> = async () => {}

  readonly openRoom = (listener: RoomListener): LiveRoom => {
    this.listener = listener
    this.log.push('open')
    const note = (what: string) => () => void this.log.push(what)
    const stream = { onStateChange() {}, onNetStatus() {}, retry: note('retry') }
    return {
      join: async () => {
        this.log.push('join')
        await this.joining()
      },
      renew: note('renew'),
      publisher: (_tag, onState) => {
        this.onPublisher = onState
        return {
          ...stream,
          prepare: note('prepare'),
          start: (streamID) => void this.log.push(`publish ${streamID}`),
          stop: note('stop publishing'),
        }
      },
      player: (_tag, onState) => {
        this.onPlayer = onState
        return {
          ...stream,
          play: (streamID) => void this.log.push(`play ${streamID}`),
          end: note('end'),
          stop: note('stop playing'),
        }
      },
      phone: (fact) => void this.log.push(`phone ${fact}`),
      leave: async () => void this.log.push('leave'),
    }
  }
}

export class RecordingLiveComponent implements LiveComponent {
  readonly log: string[]

  constructor(log: string[] = []) {
    this.log = log
  }

  async load(url: string): Promise<void> {
    this.log.push(`tag url ${url}`)
  }

  start(): void {
    this.log.push('tag start')
  }

  stop(): void {
    this.log.push('tag stop')
  }
}

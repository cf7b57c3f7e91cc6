/** One row: where an event leads from this state and what has to be done on the way. */
export interface Step<S extends string, F extends string> {
  readonly to: S
  readonly effects?: readonly F[]
}

/** state × event → step. A pair that is not listed changes nothing: the event is too late or means nothing here. */
export type MachineTable<S extends string, E extends string, F extends string> = Readonly<
  Record<S, Readonly<Partial<Record<E, Step<S, F>>>>>
>

export function nextStep<S extends string, E extends string, F extends string>(
  table: MachineTable<S, E, F>,
  state: S,
  event: E,
): Step<S, F> | null {
  return table[state][event] ?? null
}

/** What a stream can be asked to do. The sentences stand in docs/streams.md. */
export const STREAM_EFFECTS = {
  open: 'address from ZEGO → on the component → the component starts',
  close: 'ZEGO forgets the stream → the component stops',
  reopen: 'close, open',
  release: 'ZEGO forgets the stream, but the component is not stopped: a player keeps its last frame',
  watch: 'the stream must come within 8 s, or `overdue`',
  retryLater: '`overdue` after a pause that grows from 0.5 s to 8 s',
  probeLater: '`probe` after a pause that grows from 5 s to 30 s',
  settle: 'no timer; patience (2 min, then `exhausted` instead of `overdue`) starts anew',
} as const

export type StreamEffect = keyof typeof STREAM_EFFECTS

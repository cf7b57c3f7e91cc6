import { type Clock, systemClock } from '../part.ts'

/** The sandbox's time: the machine's, moved as far as the control API has ordered. The phones keep the machine's (D-CT-01). */
export interface MovableClock extends Clock {
  readonly offsetMs: number
  /** Forwards or backwards, counted from the machine's time, not from the last move. */
  move(offsetMs: number): void
}

export function createMovableClock(machine: Clock = systemClock): MovableClock {
  let offset = 0
  return {
    now: () => machine.now() + offset,
    get offsetMs() {
      return offset
    },
    move: (offsetMs) => {
      offset = offsetMs
    },
  }
}

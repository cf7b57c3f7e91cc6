import { callApi } from './api.ts'
import { h } from './dom.ts'

const MINUTE_MS = 60_000
const STEPS = [1, 15, 60] as const

/** Moves the time of functions, database and ZEGO forward; timers that become due run. */
export function createClock(say: (problem: string) => void): {
  readonly element: HTMLElement
  update(offsetMs: number): void
} {
  let offset = 0
  const move = (offsetMs: number) => () =>
    void callApi('POST', 'clock', { offsetMs }).catch((error: Error) => say(error.message))
  const shown = h('span', { class: 'offset' })
  const back = h('button', { type: 'button', class: 'quiet small', onclick: () => move(0)() }, '归零 now')
  const element = h(
    'div',
    { class: 'group' },
    h('h3', {}, '时间', shown),
    ...STEPS.map((minutes) =>
      h(
        'button',
        { type: 'button', class: 'quiet small', onclick: () => move(offset + minutes * MINUTE_MS)() },
        `+${minutes} 分`,
      ),
    ),
    back,
  )
  return {
    element,
    update(offsetMs) {
      offset = offsetMs
      const minutes = Math.round(offsetMs / MINUTE_MS)
      shown.textContent = offsetMs === 0 ? '' : `${minutes > 0 ? '+' : ''}${minutes} 分`
      back.hidden = offsetMs === 0
    },
  }
}

import type { LogLine } from './api.ts'
import { h } from './dom.ts'

const SHOWN = 300

/** The quiet strip below the phones; problems stand out and are counted. */
export function createLog(nameOf: (from: string) => string): {
  readonly element: HTMLElement
  add(line: LogLine): void
  clear(): void
} {
  const list = h('ol', { class: 'lines', role: 'log', 'aria-label': '日志 log', tabindex: '0' })
  const count = h('span', { class: 'count', hidden: true })
  const filter = h('input', { type: 'checkbox', id: 'problems-only' })
  let problems = 0
  filter.addEventListener('change', () => list.classList.toggle('problems-only', filter.checked))
  const clear = () => {
    list.replaceChildren()
    problems = 0
    count.hidden = true
  }
  const element = h(
    'section',
    { class: 'log' },
    h(
      'header',
      {},
      h('h2', {}, '日志', h('small', {}, 'log')),
      count,
      h('label', { for: 'problems-only', class: 'filter' }, filter, '只看问题 problems only'),
      h('button', { type: 'button', class: 'quiet small', onclick: clear }, '清空 clear'),
    ),
    list,
  )
  return {
    element,
    clear,
    add({ at, from, type, text }) {
      const isProblem = type === 'error' || type === 'exception'
      const stuck = list.scrollHeight - list.scrollTop - list.clientHeight < 24
      const time = new Date(at).toLocaleTimeString('zh-CN', { hour12: false })
      list.append(
        h(
          'li',
          { class: isProblem ? 'bad' : type === 'warn' ? 'warn' : '' },
          h('time', {}, time),
          h('b', {}, nameOf(from)),
          h('span', {}, text),
        ),
      )
      while (list.childElementCount > SHOWN) list.firstElementChild?.remove()
      if (isProblem) {
        problems += 1
        count.textContent = `${problems} 个问题`
        count.hidden = false
      }
      if (stuck) list.scrollTop = list.scrollHeight
    },
  }
}

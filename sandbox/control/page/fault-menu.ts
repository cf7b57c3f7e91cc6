import { type ActiveFault, callApi, type ListedKind } from './api.ts'
import { h } from './dom.ts'
import { createMenu } from './menu.ts'

export interface FaultMenu {
  readonly element: HTMLElement
  update(kinds: readonly ListedKind[], active: readonly ActiveFault[]): void
}

export interface FaultMenuOptions {
  readonly title: string
  /** null = of the whole sandbox. */
  readonly phone: string | null
  readonly say: (problem: string) => void
  /** At the end of the panel. */
  readonly more?: readonly Node[]
}

const keyOf = ({ target, kind }: Pick<ListedKind, 'target' | 'kind'>) => `${target}.${kind}`

/** A menu of what can be broken: what lasts is a switch, the rest a button. `network.*` has its own control. */
export function createFaultMenu({ title, phone, say, more = [] }: FaultMenuOptions): FaultMenu {
  const list = h('div', { class: 'faults' })
  const element = createMenu('故障', title, list, ...more)
  const buttons = new Map<string, HTMLButtonElement>()
  let active: readonly ActiveFault[] = []

  const belongs = ({ target, fields, needs }: ListedKind) => {
    if (target === 'network') return false
    if (phone !== null) return 'phone' in fields
    return !needs.includes('phone')
  }
  const running = (key: string) =>
    active.find((fault) => keyOf(fault) === key && (fault.fields.phone ?? null) === phone)

  async function press(kind: ListedKind): Promise<void> {
    const fault = running(keyOf(kind))
    if (fault) await callApi('DELETE', `faults/${fault.id}`)
    else {
      const { target, kind: name } = kind
      await callApi('POST', 'faults', { target, kind: name, ...(phone === null ? {} : { phone }) })
    }
  }

  function build(kinds: readonly ListedKind[]): void {
    const groups = new Map<string, HTMLElement>()
    for (const kind of kinds.filter(belongs)) {
      const key = keyOf(kind)
      let group = groups.get(kind.target)
      if (!group) {
        group = h('div', { class: 'group' }, h('h3', {}, kind.targetLabel))
        groups.set(kind.target, group)
      }
      const button = h(
        'button',
        {
          type: 'button',
          class: 'quiet small',
          title: kind.what,
          onclick: () => void press(kind).catch((error: Error) => say(error.message)),
        },
        kind.label,
      )
      if (kind.lasts) buttons.set(key, button)
      group.append(button)
    }
    list.replaceChildren(...groups.values())
  }

  return {
    element,
    update(kinds, now) {
      active = now
      if (list.childElementCount === 0) build(kinds)
      let count = 0
      for (const [key, button] of buttons) {
        const isOn = running(key) !== undefined
        if (isOn) count += 1
        button.setAttribute('aria-pressed', String(isOn))
      }
      element.classList.toggle('busy', count > 0)
    },
  }
}

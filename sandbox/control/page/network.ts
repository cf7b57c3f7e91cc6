import { type ActiveFault, callApi } from './api.ts'
import { h } from './dom.ts'

const CHOICES = [
  { value: '', label: 'Wi-Fi', body: null },
  { value: 'switch', label: '4G', body: { kind: 'switch', to: '4g' } },
  { value: 'slow', label: '弱网', body: { kind: 'slow' } },
  { value: 'off', label: '断网', body: { kind: 'off' } },
] as const

/** The phone's network as a choice: one fault at a time. */
export function createNetwork(
  phone: { readonly id: string; readonly person: string },
  say: (problem: string) => void,
): { readonly element: HTMLSelectElement; update(active: readonly ActiveFault[]): void } {
  let current: readonly ActiveFault[] = []
  const element = h(
    'select',
    { class: 'network', 'aria-label': `${phone.person}: 网络 network`, title: '网络 network' },
    ...CHOICES.map(({ value, label }) => h('option', { value }, label)),
  )

  async function choose(): Promise<void> {
    const chosen = CHOICES.find(({ value }) => value === element.value)
    for (const { id } of current) await callApi('DELETE', `faults/${id}`)
    if (chosen?.body) await callApi('POST', 'faults', { target: 'network', phone: phone.id, ...chosen.body })
  }
  element.addEventListener('change', () => void choose().catch((error: Error) => say(error.message)))

  return {
    element,
    update(active) {
      current = active.filter(({ target, fields }) => target === 'network' && fields.phone === phone.id)
      element.value = current.at(-1)?.kind ?? ''
      element.classList.toggle('busy', current.length > 0)
    },
  }
}

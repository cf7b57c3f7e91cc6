import { type ActiveFault, type ControlState, callApi } from './api.ts'
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
  const isOwn = ({ target, fields }: ActiveFault) => target === 'network' && fields.phone === phone.id
  /** Choices are carried out one after the other: a second one must find what the first has begun. */
  let chosen = Promise.resolve()
  const element = h(
    'select',
    { class: 'network', 'aria-label': `${phone.person}: 网络 network`, title: '网络 network' },
    ...CHOICES.map(({ value, label }) => h('option', { value }, label)),
  )

  async function choose(value: string): Promise<void> {
    const { faults } = await callApi<ControlState>('GET', 'state')
    for (const { id } of faults.filter(isOwn)) await callApi('DELETE', `faults/${id}`)
    const body = CHOICES.find((choice) => choice.value === value)?.body
    if (body) await callApi('POST', 'faults', { target: 'network', phone: phone.id, ...body })
  }
  element.addEventListener('change', () => {
    const { value } = element
    chosen = chosen.then(() => choose(value)).catch((error: Error) => say(error.message))
  })

  return {
    element,
    update(active) {
      const current = active.filter(isOwn)
      element.value = current.at(-1)?.kind ?? ''
      element.classList.toggle('busy', current.length > 0)
    },
  }
}

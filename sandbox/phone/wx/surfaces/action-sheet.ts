import type { PhoneRuntime } from '../../runtime/phone-runtime.ts'
import { type DialogKind, dialogsOf } from '../dialogs.ts'
import { button, element, show } from './element.ts'

export interface ActionSheetOptions {
  readonly items: readonly string[]
  readonly title?: string
  readonly color?: string
  readonly kind?: DialogKind
}

/** List from the bottom edge; the chosen index, or null when the person backs out. */
export function askActionSheet(phone: PhoneRuntime, options: ActionSheetOptions): Promise<number | null> {
  return new Promise((resolve) => {
    const close = (index: number | null) => {
      remove()
      unregister()
      resolve(index)
    }
    const items = options.items.map((text, index) => {
      const item = button('wxs-item', text, () => close(index))
      item.style.color = options.color ?? '#000000'
      return item
    })
    const sheet = element('div', 'wxs-sheet', [
      options.title ? element('div', 'wxs-sheet-title', options.title) : null,
      ...items,
      button('wxs-cancel last', '取消', () => close(null)),
    ])
    const mask = element('div', 'wxs-mask wxs-bottom', [sheet])
    mask.addEventListener('click', (event) => {
      if (event.target === mask) close(null)
    })
    const remove = show(phone, mask)
    const unregister = dialogsOf(phone).add({
      kind: options.kind ?? 'actionSheet',
      title: options.title ?? options.items.join(' '),
      confirm: () => close(0),
      cancel: () => close(null),
    })
  })
}

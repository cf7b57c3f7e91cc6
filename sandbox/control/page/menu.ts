import { h } from './dom.ts'

/** A button that unfolds a panel; Escape and a click elsewhere fold it. */
export function createMenu(label: string, title: string, ...content: Node[]): HTMLDetailsElement {
  const summary = h('summary', { class: 'quiet small', title, 'aria-label': title }, label)
  const element = h('details', { class: 'menu' }, summary, h('div', { class: 'panel' }, ...content))
  const fold = () => element.removeAttribute('open')
  document.addEventListener('pointerdown', ({ target }) => {
    if (element.open && target instanceof Node && !element.contains(target)) fold()
  })
  // A click into a phone's screen reaches the control page only as a loss of focus.
  window.addEventListener('blur', fold)
  element.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || !element.open) return
    fold()
    summary.focus()
  })
  return element
}

import type { PhoneRuntime } from '../../runtime/phone-runtime.ts'
import { SURFACE_CSS } from './surface-css.ts'

/** Makes an element with class, text and children: WeChat's own surfaces are plain DOM above the app. */
export function element(
  tag: string,
  className: string,
  content: string | readonly (Node | null)[] = [],
): HTMLElement {
  const made = document.createElement(tag)
  made.className = className
  if (typeof content === 'string') made.textContent = content
  else made.append(...content.filter((child) => child !== null))
  return made
}

export function button(className: string, text: string, onTap: () => void): HTMLElement {
  const made = element('button', className, text)
  made.addEventListener('click', onTap)
  return made
}

/** Puts a surface over the app; the returned function takes it away. */
export function show(phone: PhoneRuntime, surface: HTMLElement): () => void {
  if (phone.overlay.querySelector(':scope > style[data-wechat]') === null) {
    const style = element('style', '', SURFACE_CSS)
    style.dataset.wechat = ''
    phone.overlay.append(style)
  }
  phone.overlay.append(surface)
  return () => surface.remove()
}

type Attributes = Readonly<Record<string, string | boolean | ((event: Event) => void)>>

/** `h('button', {class: 'x', onclick: f}, 'text')`; text is never parsed as HTML. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else if (value === true) element.setAttribute(name, '')
    else if (value !== false) element.setAttribute(name, value)
  }
  element.append(...children)
  return element
}

const SVG = 'http://www.w3.org/2000/svg'

/** A 20 x 20 line icon from path data. */
export function icon(...paths: string[]): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 20 20')
  svg.setAttribute('aria-hidden', 'true')
  svg.classList.add('icon')
  for (const d of paths) {
    const path = document.createElementNS(SVG, 'path')
    path.setAttribute('d', d)
    svg.append(path)
  }
  return svg
}

export const ICONS = {
  back: ['M12.5 4.5 7 10l5.5 5.5'],
  home: ['M3.5 9.2 10 3.8l6.5 5.4', 'M5.2 8.5v7.2h9.6V8.5'],
  reload: ['M15.8 10a5.8 5.8 0 1 1-1.9-4.3', 'M14.2 2.9v3.2H11'],
  close: ['M5.5 5.5l9 9', 'M14.5 5.5l-9 9'],
  add: ['M10 4v12', 'M4 10h12'],
  camera: ['M2.8 6.2h9.4v7.6H2.8z', 'M12.2 9.2l5-2.6v6.8l-5-2.6'],
} as const

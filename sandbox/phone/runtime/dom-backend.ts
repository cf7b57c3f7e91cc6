import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { convertUnits } from '../units.ts'

/**
 * glass-easel's window in our page: `<view>` becomes `<wx-view>`, inline styles may use rpx, ids go to
 * `data-wx-id` (one document shows several pages, so ids repeat). Events come from touch-layer.ts alone, and
 * callbacks after a render run in a later task.
 */
export class DomBackend extends glassEasel.CurrentWindowBackendContext {
  constructor() {
    super()
    this.document = {
      createElement,
      createTextNode: (text: string) => document.createTextNode(text),
      createDocumentFragment: () => document.createDocumentFragment(),
    } as unknown as typeof this.document
  }

  override onEvent(): void {}

  override setListenerStats(): void {}

  override render(done: (error: Error | null) => void): void {
    setTimeout(() => done(null), 0)
  }
}

function createElement(tag: string): HTMLElement {
  const element = document.createElement(tag === 'virtual' ? tag : `wx-${tag}`)
  const setAttribute = element.setAttribute.bind(element)
  element.setAttribute = (name, value) => setAttribute(name, name === 'style' ? convertUnits(value) : value)
  Object.defineProperty(element, 'id', {
    get: () => element.getAttribute('data-wx-id') ?? '',
    // The adapter puts a random prefix before each id to keep them apart in one document.
    set: (id: string) => setAttribute('data-wx-id', id.replace(/^.*?--/, '')),
  })
  return element
}

import { dispatchEvent, eventOrigin } from '../../runtime/event-object.ts'
import { elementAt } from '../../runtime/touch-layer.ts'
import { builtIn, type Caller, hostOf } from '../component.ts'

interface LabelData {
  for: string
}

interface Tap {
  readonly detail?: unknown
  readonly touches?: unknown
  readonly changedTouches?: unknown
}

/** Of the controls that WeChat names, those that are imitated here; the others are refused as tags (D-WX-10). */
const CONTROLS = 'wx-button,wx-input'

/**
 * A tap on it is a tap on its control: the one that `for` names, else the first inside.
 * https://developers.weixin.qq.com/miniprogram/dev/component/label.html
 */
export const label = builtIn('label', 'wx-label{cursor:pointer}', () => ({
  properties: { for: String },
  created(this: Caller<LabelData>) {
    this._$.addListener('tap', (event) => {
      const host = hostOf(this)
      const tapped = domOf(eventOrigin(event))?.closest(CONTROLS)
      if (tapped && host.contains(tapped)) return
      const control = this.data.for === '' ? host.querySelector(CONTROLS) : named(this)
      if (control?.matches(CONTROLS)) use(control, event)
    })
  },
}))

const domOf = (element: { readonly $$: unknown } | null | undefined): HTMLElement | null =>
  (element?.$$ ?? null) as HTMLElement | null

const named = (caller: Caller<LabelData>): HTMLElement | null =>
  domOf(caller._$.ownerShadowRoot?.querySelector(`#${caller.data.for}`))

/** Fields take the focus, a button is tapped at the same point. */
function use(control: Element, { detail, touches, changedTouches }: Tap): void {
  const field = control.querySelector<HTMLElement>(':scope > .wxb-field')
  if (field !== null) field.focus()
  const element = elementAt(control)
  if (field !== null || element === null || control.hasAttribute('disabled')) return
  dispatchEvent(element, 'tap', detail, { fields: { touches, changedTouches } })
}

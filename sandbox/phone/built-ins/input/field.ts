import { builtIn, type Caller, type Definition, emit, hostOf, property } from '../component.ts'

interface FieldData {
  value: string
  type: string
  password: boolean
  placeholder: string
  placeholderStyle: string
  placeholderClass: string
  confirmHold: boolean
  focus: boolean
  autoFocus: boolean
  cursor: number
  selectionStart: number
  selectionEnd: number
}

type Field = HTMLInputElement | HTMLTextAreaElement

const CSS = (tag: string) => `
wx-${tag}{display:block;position:relative;overflow:hidden;height:1.4rem;min-height:1.4rem;text-align:initial;cursor:auto}
wx-${tag}>:where(.wxb-field,.wxb-placeholder){box-sizing:border-box;display:block;width:100%;height:100%;margin:0;padding:0;border:0;outline:0;background:transparent;font:inherit;color:inherit;text-align:inherit;letter-spacing:inherit;resize:none}
wx-${tag}>:where(.wxb-placeholder){position:absolute;inset:0;padding:inherit;color:grey;pointer-events:none;overflow:hidden;white-space:nowrap;text-overflow:ellipsis;display:none}
wx-${tag}[wx-empty]>:where(.wxb-placeholder){display:flex;align-items:center}
`

const TEXTAREA_CSS = `
wx-textarea{width:300px;height:150px}
wx-textarea[wx-auto]{height:auto}
wx-textarea[wx-auto]>.wxb-field{field-sizing:content;height:auto}
wx-textarea[wx-empty]>.wxb-placeholder{display:block;white-space:pre-wrap}
`

/** `inputmode` of WeChat's keyboards; the machine's keyboard types whatever it likes (D-WX-66). */
const KEYBOARDS: Readonly<Record<string, string>> = { number: 'numeric', digit: 'decimal', idcard: 'text' }

const field = (tag: 'input' | 'textarea'): Definition => ({
  properties: {
    value: String,
    type: property(String, 'text'),
    password: Boolean,
    placeholder: String,
    placeholderStyle: String,
    placeholderClass: property(String, 'input-placeholder'),
    disabled: Boolean,
    maxlength: property(Number, 140),
    cursorSpacing: Number,
    autoFocus: Boolean,
    focus: Boolean,
    confirmType: property(String, 'done'),
    confirmHold: Boolean,
    alwaysEmbed: Boolean,
    cursor: property(Number, -1),
    cursorColor: String,
    selectionStart: property(Number, -1),
    selectionEnd: property(Number, -1),
    adjustPosition: property(Boolean, true),
    adjustKeyboardTo: String,
    holdKeyboard: Boolean,
    autoHeight: Boolean,
    fixed: Boolean,
    showConfirmBar: property(Boolean, true),
    disableDefaultPadding: Boolean,
    // wx://form-field
    name: String,
  },
  observers: {
    value(this: Caller<FieldData>, value: unknown) {
      const element = fieldOf(this)
      const text = value === null || value === undefined ? '' : String(value)
      if (element.value !== text) element.value = text
      refresh(this)
    },
    'type, password': function (this: Caller<FieldData>, type: string, password: boolean) {
      const element = fieldOf(this)
      if (element instanceof HTMLInputElement) element.type = password ? 'password' : 'text'
      element.inputMode = KEYBOARDS[type] ?? 'text'
    },
    'placeholder, placeholderStyle, placeholderClass': function (this: Caller<FieldData>) {
      drawPlaceholder(this)
    },
    disabled(this: Caller<FieldData>, disabled: boolean) {
      fieldOf(this).disabled = disabled
    },
    maxlength(this: Caller<FieldData>, maxlength: number) {
      limit(fieldOf(this), maxlength)
    },
    confirmType(this: Caller<FieldData>, confirmType: string) {
      fieldOf(this).enterKeyHint = confirmType === 'return' ? 'enter' : confirmType
    },
    focus(this: Caller<FieldData>, focus: boolean) {
      setFocus(this, focus)
    },
    cursorColor(this: Caller<FieldData>, color: string) {
      fieldOf(this).style.caretColor = color
    },
    autoHeight(this: Caller<FieldData>, auto: boolean) {
      hostOf(this).toggleAttribute('wx-auto', auto)
    },
  },
  created(this: Caller<FieldData>) {
    const element = document.createElement(tag)
    element.className = 'wxb-field'
    element.autocomplete = 'off'
    limit(element, 140)
    hostOf(this).append(element)
    listen(this, element)
  },
  attached(this: Caller<FieldData>) {
    drawPlaceholder(this)
    refresh(this)
    if (this.data.autoFocus) setFocus(this, true)
  },
})

/** https://developers.weixin.qq.com/miniprogram/dev/component/input.html */
export const input = builtIn('input', CSS('input'), () => field('input'))

/** https://developers.weixin.qq.com/miniprogram/dev/component/textarea.html */
export const textarea = builtIn('textarea', CSS('textarea') + TEXTAREA_CSS, () => field('textarea'))

function listen(caller: Caller<FieldData>, element: Field): void {
  const say = (name: string, detail: object) => emit(caller as unknown as Caller<never>, name, detail)
  const take = () => {
    caller.replaceDataOnPath(['value'], element.value)
    caller.applyDataUpdates()
    refresh(caller)
  }
  element.addEventListener('input', (event) => {
    take()
    const typed = (event as InputEvent).data
    const keyCode = typed === null ? 8 : typed.length === 1 ? typed.charCodeAt(0) : 0
    say('input', { value: element.value, cursor: element.selectionStart ?? element.value.length, keyCode })
  })
  element.addEventListener('focus', () => {
    const { cursor, selectionStart, selectionEnd } = caller.data
    if (selectionStart >= 0 && selectionEnd >= 0) element.setSelectionRange(selectionStart, selectionEnd)
    else if (cursor >= 0) element.setSelectionRange(cursor, cursor)
    say('focus', { value: element.value, height: 0 })
  })
  element.addEventListener('blur', () => {
    say('blur', { value: element.value, cursor: element.selectionStart ?? 0 })
    say('change', { value: element.value })
  })
  element.addEventListener('keydown', (event) => {
    const key = event as KeyboardEvent
    if (key.key !== 'Enter' || key.isComposing) return
    if (element instanceof HTMLTextAreaElement) return
    say('confirm', { value: element.value })
    if (!caller.data.confirmHold) element.blur()
  })
}

function fieldOf(caller: Caller<FieldData>): Field {
  const element = hostOf(caller).querySelector<Field>(':scope > .wxb-field')
  if (element === null) throw new Error('input has lost its field')
  return element
}

const refresh = (caller: Caller<FieldData>): void => {
  hostOf(caller).toggleAttribute('wx-empty', fieldOf(caller).value === '')
}

/** -1 = without limit. */
function limit(element: Field, maxlength: number): void {
  if (maxlength < 0) element.removeAttribute('maxlength')
  else element.maxLength = maxlength
}

function setFocus(caller: Caller<FieldData>, focus: boolean): void {
  requestAnimationFrame(() => {
    const element = caller._$.$$?.querySelector<Field>(':scope > .wxb-field')
    if (focus) element?.focus()
    else element?.blur()
  })
}

/** Made in the owner's scope, so that `placeholder-class` finds the styles of the page or component that wrote it. */
function drawPlaceholder(caller: Caller<FieldData>): void {
  const owner = caller._$.ownerShadowRoot
  if (owner === null) return
  const { placeholder, placeholderStyle, placeholderClass } = caller.data
  const node = owner.createNativeNode('div')
  node.class = placeholderClass
  const element = node.$$
  element.classList.add('wxb-placeholder')
  if (placeholderStyle !== '') element.setAttribute('style', placeholderStyle)
  element.textContent = placeholder
  hostOf(caller).querySelector(':scope > .wxb-placeholder')?.remove()
  hostOf(caller).append(element)
}

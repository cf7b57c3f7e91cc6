import type { Element } from 'glass-easel'
import { SandboxUnsupportedError } from '../../errors.ts'
import { propertyOf } from './shadow-tree.ts'

interface BuiltInElement {
  readonly element: Element
  readonly dom: HTMLElement
}

type BuiltInFunction = (target: BuiltInElement, args: readonly unknown[]) => unknown

/** `Element.callFunction`: what the client can ask of built-in components beside touching them. */
const FUNCTIONS: Readonly<Record<string, BuiltInFunction>> = {
  'input.input': ({ dom }, [value]) => type(dom, String(value ?? '')),
  'textarea.input': ({ dom }, [value]) => type(dom, String(value ?? '')),
  'scroll-view.scrollTo': ({ dom }, [x, y]) =>
    scrollerOf(dom).scrollTo({ left: Number(x), top: Number(y), behavior: 'instant' }),
  'scroll-view.scrollTop': ({ dom }) => scrollerOf(dom).scrollTop,
  'scroll-view.scrollLeft': ({ dom }) => scrollerOf(dom).scrollLeft,
  'scroll-view.scrollWidth': ({ dom }) => scrollerOf(dom).scrollWidth,
  'scroll-view.scrollHeight': ({ dom }) => scrollerOf(dom).scrollHeight,
  'swiper.swipeTo': (target, [index]) => swipeTo(target, Number(index)),
}

export function callBuiltIn(target: BuiltInElement, functionName: string, args: readonly unknown[]): unknown {
  const run = FUNCTIONS[functionName]
  // movable-view, switch and slider arrive with their built-in components.
  if (!run) throw new SandboxUnsupportedError(`automator function ${functionName}`, 'D-AU-06')
  return run(target, args)
}

/** The field a person types into. */
export function fieldOf(dom: HTMLElement): HTMLInputElement | HTMLTextAreaElement {
  const field = dom.matches('input, textarea') ? dom : dom.querySelector('input, textarea')
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) return field
  throw new Error('this element has no field to type into')
}

/** As a keyboard does: the value changes first, then one input event tells the component. */
function type(dom: HTMLElement, value: string): void {
  const field = fieldOf(dom)
  if (field.disabled || field.readOnly) throw new Error('the field is disabled')
  field.focus()
  field.value = value
  field.dispatchEvent(new InputEvent('input', { bubbles: true, data: value, inputType: 'insertText' }))
}

function scrollerOf(dom: HTMLElement): HTMLElement {
  const candidates = [dom, ...dom.querySelectorAll<HTMLElement>(':scope > *')]
  const scrolls = (node: HTMLElement) => /auto|scroll/.test(getComputedStyle(node).overflow)
  return candidates.find(scrolls) ?? dom
}

/** One swipe a page, as a finger does it. */
function swipeTo({ element, dom }: BuiltInElement, index: number): void {
  const component = element.asGeneralComponent()
  const swipe = (direction: number) => {
    const axis = component && propertyOf(component, 'vertical') === true ? 'clientY' : 'clientX'
    dom.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, [axis]: 0 }))
    dom.dispatchEvent(new PointerEvent('pointerup', { bubbles: true, [axis]: -100 * direction }))
  }
  const current = () => Number(component ? propertyOf(component, 'current') : Number.NaN)
  for (let left = Math.abs(index - current()); left > 0; left -= 1) swipe(Math.sign(index - current()))
  if (current() !== index) throw new Error(`the swiper has no page ${index}`)
}

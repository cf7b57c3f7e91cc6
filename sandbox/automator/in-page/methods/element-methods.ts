import type { Element } from 'glass-easel'
import { SandboxUnsupportedError } from '../../../errors.ts'
import type { AutomatorHandlers } from '../../protocol.schema.ts'
import { type AutomatorPage, openedPage } from '../automator-page.ts'
import { callBuiltIn, fieldOf } from '../built-in-functions.ts'
import { readPath, toPlain } from '../plain.ts'
import { attributeOf, childrenOf, dashCase, propertyOf, shadowNode, tagNameOf } from '../shadow-tree.ts'
import { tap, touch } from '../touch.ts'
import { innerWxml, outerWxml } from '../wxml.ts'
import { callMethod, setData } from './instance.ts'
import { describeAll, describeFirst, queryAll } from './query.ts'

export function elementMethods({ phone, internals, elements }: AutomatorPage): AutomatorHandlers {
  const get = (elementId: string) => elements.get(elementId)
  /** Inside a custom component its own tree is searched, elsewhere the children. */
  const searched = (elementId: string): Element => {
    const element = get(elementId)
    return (internals.isCustom(element) && element.asGeneralComponent()?.getShadowRoot()) || element
  }
  const dom = (elementId: string): HTMLElement => {
    const element = get(elementId)
    const found = internals.domOf(element)
    if (!found) throw new Error(`<${tagNameOf(element)}> has no box on the screen`)
    return found
  }
  const custom = (elementId: string): object => {
    const element = get(elementId)
    const instance = internals.isCustom(element) ? internals.instanceOf(element) : null
    if (!instance) throw new Error(`<${tagNameOf(element)}> is not a custom component`)
    return instance
  }
  /** The client asks for `__propPublic` first and refuses names that are not in it. */
  const property = (elementId: string, name: string): unknown => {
    const component = get(elementId).asGeneralComponent()
    if (!component) return name === '__propPublic' ? {} : undefined
    if (name === '__propPublic') {
      const names = internals.ge.Component.listProperties(component)
      return Object.fromEntries([...names, ...names.map(dashCase)].map((known) => [known, true]))
    }
    if (name === 'value' && FIELDS.includes(component.tagName)) return fieldOf(dom(elementId)).value
    return propertyOf(component, name)
  }
  return {
    'Element.getElement': ({ elementId, selector }) =>
      describeFirst(elements, queryAll(searched(elementId), selector), selector),
    'Element.getElements': ({ elementId, selector }) =>
      describeAll(elements, queryAll(searched(elementId), selector)),
    'Element.getDOMProperties': ({ elementId, names }) => {
      const target = dom(elementId)
      return { properties: names.map((name) => toPlain(readPath(target, name))) }
    },
    'Element.getProperties': ({ elementId, names }) => ({
      properties: names.map((name) => toPlain(property(elementId, name))),
    }),
    'Element.getAttributes': ({ elementId, names }) => ({
      attributes: names.map((name) => attributeOf(get(elementId), name)),
    }),
    'Element.getStyles': ({ elementId, names }) => {
      const style = getComputedStyle(dom(elementId))
      return { styles: names.map((name) => style.getPropertyValue(dashCase(name))) }
    },
    'Element.getOffset': ({ elementId, pageId }) => offset(dom(elementId), openedPage(phone, pageId).host),
    'Element.getWXML': ({ elementId, type }) => {
      const element = get(elementId)
      const wxml = type === 'outer' ? outerWxml : innerWxml
      const shown = internals.isCustom(element)
        ? { ...shadowNode(element), children: () => childrenOf(searched(elementId)) }
        : shadowNode(element)
      return { wxml: wxml(shown) }
    },
    'Element.tap': ({ elementId }) => done(tap(dom(elementId))),
    'Element.touchstart': ({ elementId, ...points }) => done(touch(dom(elementId), 'touchstart', points)),
    'Element.touchmove': ({ elementId, ...points }) => done(touch(dom(elementId), 'touchmove', points)),
    'Element.touchend': ({ elementId, ...points }) => done(touch(dom(elementId), 'touchend', points)),
    'Element.triggerEvent': ({ elementId, type, detail }) =>
      done(get(elementId).triggerEvent(type, detail ?? {}, { bubbles: false, composed: false })),
    'Element.dispatchEvent': ({ elementId, eventName, detail, touches, changeTouches, $: inner }) => {
      const target = inner ? queryAll(searched(elementId), inner)[0]?.element : get(elementId)
      if (!target) throw new Error(`no such element: ${inner}`)
      return done(
        internals.dispatch(target, eventName, detail ?? {}, {
          touches: touches ?? [],
          changedTouches: changeTouches ?? [],
        }),
      )
    },
    'Element.callFunction': async ({ elementId, functionName, args }) => ({
      result: toPlain(
        await callBuiltIn({ element: get(elementId), dom: dom(elementId) }, functionName, args ?? []),
      ),
    }),
    'Element.getData': ({ elementId, path }) => ({
      data: toPlain(readPath(Reflect.get(custom(elementId), 'data'), path)),
    }),
    'Element.setData': ({ elementId, data }) => setData(custom(elementId), data),
    'Element.callMethod': ({ elementId, method, args }) => callMethod(custom(elementId), method, args ?? []),
    'Element.callContextMethod': () => {
      // No <video> among the built-ins yet, so the client never gets a videoId.
      throw new SandboxUnsupportedError('the video context (Element.callContextMethod)', 'D-AU-09')
    },
  }
}

const FIELDS = ['input', 'textarea']

/** For methods whose answer is empty. */
const done = (_nothing: unknown): Record<string, never> => ({})

function offset(dom: HTMLElement, page: HTMLElement): { left: number; top: number } {
  const box = dom.getBoundingClientRect()
  const origin = page.getBoundingClientRect()
  return { left: box.left - origin.left + page.scrollLeft, top: box.top - origin.top + page.scrollTop }
}

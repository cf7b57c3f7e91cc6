import type { AutomatorHandlers } from '../../protocol.schema.ts'
import { type AutomatorPage, openedPage, pageRoot } from '../automator-page.ts'
import { readPath, toPlain } from '../plain.ts'
import { callMethod, setData } from './instance.ts'
import { describeAll, describeFirst, queryAll, queryXPath } from './query.ts'

export function pageMethods(page: AutomatorPage): AutomatorHandlers {
  const { phone, elements } = page
  const root = (pageID: number) => pageRoot(page, pageID)
  return {
    'Page.getElement': ({ pageId, selector }) =>
      describeFirst(elements, queryAll(root(pageId), selector), selector),
    'Page.getElements': ({ pageId, selector }) => describeAll(elements, queryAll(root(pageId), selector)),
    'Page.getElementByXpath': ({ pageId, selector }) =>
      describeFirst(elements, queryXPath(root(pageId), selector), selector),
    'Page.getElementsByXpath': ({ pageId, selector }) =>
      describeAll(elements, queryXPath(root(pageId), selector)),
    'Page.getData': ({ pageId, path }) => ({
      data: toPlain(readPath(openedPage(phone, pageId).instance.data, path)),
    }),
    'Page.setData': ({ pageId, data }) => setData(openedPage(phone, pageId).instance, data),
    'Page.callMethod': ({ pageId, method, args }) =>
      callMethod(openedPage(phone, pageId).instance, method, args ?? []),
    'Page.getWindowProperties': ({ pageId, names }) => {
      const { host } = openedPage(phone, pageId)
      return { properties: names.map((name) => windowProperty(host, name)) }
    },
  }
}

const OF_DOCUMENT = /^(?:window\.)?document\.(?:documentElement|body)\.((?:scroll|client|offset)\w+)$/

/** A page is one scrolling element here, a whole window in WeChat: its document's sizes are the element's. */
function windowProperty(host: HTMLElement, name: string): unknown {
  const ofDocument = OF_DOCUMENT.exec(name)?.[1]
  if (ofDocument) return toPlain(readPath(host, ofDocument))
  return toPlain(readPath(window, name.replace(/^window\./, '')))
}

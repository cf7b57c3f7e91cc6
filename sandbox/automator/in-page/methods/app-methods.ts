import { SandboxUnsupportedError } from '../../../errors.ts'
import { type DialogKind, dialogsOf } from '../../../phone/wx/dialogs.ts'
import type { AutomatorHandlers, AutomatorParams } from '../../protocol.schema.ts'
import { compileInScope } from '../app-scope.ts'
import { type AutomatorPage, describePage } from '../automator-page.ts'
import { toPlain } from '../plain.ts'

type NativeMethod = AutomatorParams<'Tool.native'>['method']
type NativeHandler = (page: AutomatorPage, data: AutomatorParams<'Tool.native'>['data']) => unknown

/** What a person does outside the app's own pages. */
const NATIVE: Record<NativeMethod, NativeHandler> = {
  goHome: ({ phone }) => phone.pages.open('reLaunch', `/${phone.manifest.entryPage}`),
  navigateLeft: ({ phone }) => phone.pages.back(1),
  switchTab: ({ phone }, data) => {
    const url = typeof data === 'string' ? data : data?.url
    if (!url) throw new Error('switchTab needs {url}')
    return phone.pages.open('switchTab', url)
  },
  confirmModal: dialogAnswer('modal', 'confirm'),
  cancelModal: dialogAnswer('modal', 'cancel'),
  authorizeAllow: dialogAnswer('permission', 'confirm'),
  authorizeCancel: dialogAnswer('permission', 'cancel'),
  shareConfirm: dialogAnswer('share', 'confirm'),
  shareCancel: dialogAnswer('share', 'cancel'),
  closePaymentDialog: dialogAnswer('payment', 'cancel'),
}

function dialogAnswer(kind: DialogKind, answer: 'confirm' | 'cancel'): NativeHandler {
  return ({ phone }) => {
    if (!dialogsOf(phone)[answer](kind)) throw new Error(`no ${kind} is open`)
  }
}

export function appMethods(page: AutomatorPage): AutomatorHandlers {
  const { phone, scope, mocks } = page
  return {
    'Tool.native': async ({ method, data }) => {
      await NATIVE[method](page, data)
      return {}
    },
    'App.getPageStack': () => ({ pageStack: phone.pages.current().map(describePage) }),
    'App.getCurrentPage': () => {
      const top = phone.pages.current().at(-1)
      if (!top) throw new Error('no page is open yet')
      return describePage(top)
    },
    'App.callWxMethod': async ({ method, args, pluginId }) => {
      refusePlugin(pluginId)
      const run = scope.wx[method]
      if (typeof run !== 'function') throw new Error(`wx.${method} not exists`)
      return { result: toPlain(await run.apply(scope.wx, args ?? [])) }
    },
    'App.mockWxMethod': ({ method, functionDeclaration, args, pluginId, ...rest }) => {
      refusePlugin(pluginId)
      if (functionDeclaration !== undefined) mocks.run(method, functionDeclaration, args ?? [])
      else if ('result' in rest) mocks.answer(method, rest.result)
      else mocks.restore(method)
      return {}
    },
    'App.callFunction': async ({ functionDeclaration, args }) => {
      const run = compileInScope(scope, functionDeclaration)
      return { result: toPlain(await run(...(args ?? []))) }
    },
    'App.addBinding': ({ name }) => {
      scope.bindings.set(name, (...args) => page.emit('App.bindingCalled', { name, args: toPlain(args) }))
      return {}
    },
  }
}

function refusePlugin(pluginId: string | null | undefined): void {
  if (pluginId) throw new SandboxUnsupportedError('calling wx inside a plugin', 'D-AU-08')
}

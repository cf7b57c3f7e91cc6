import { type ActiveFault, callApi, type ListedKind, type PhoneState } from './api.ts'
import { h, ICONS, icon } from './dom.ts'
import { createFaultMenu } from './fault-menu.ts'
import { createNetwork } from './network.ts'

export interface Device {
  readonly element: HTMLElement
  update(phone: PhoneState, kinds: readonly ListedKind[], active: readonly ActiveFault[]): void
  /** `scale` of the drawn device; 1 = CSS pixels. */
  fit(scale: number): void
}

/** Frame around the screen, CSS pixels. */
export const BEZEL = 11
/** What stands above the device: whose it is, and its tools. */
export const HEAD = 78

export const screenSize = (phone: Pick<PhoneState, 'widthHeight'>): { width: number; height: number } => {
  const [width = 390, height = 844] = phone.widthHeight.split('x').map(Number)
  return { width, height }
}

/** One phone on the control page: whose it is, its keys, and the screen with the app's page in it. */
export function createDevice(phone: PhoneState, say: (problem: string) => void): Device {
  const { width, height } = screenSize(phone)
  const act = (run: () => Promise<unknown>) => () => {
    run().catch((error: Error) => say(`${phone.person}: ${error.message}`))
  }
  const press = (button: string) => act(() => callApi('POST', `phones/${phone.id}/press`, { button }))
  const key = (label: string, paths: readonly string[], onclick: () => void) =>
    h(
      'button',
      { class: 'key', type: 'button', title: label, 'aria-label': `${phone.person}: ${label}`, onclick },
      icon(...paths),
    )

  const screen = phone.headless
    ? h(
        'div',
        { class: 'screen elsewhere' },
        h('p', {}, '这台手机在无界面浏览器里'),
        h('p', {}, 'This phone runs in the headless browser.'),
      )
    : h('iframe', {
        class: 'screen',
        src: phone.url,
        title: `${phone.person}的手机`,
        allow: 'camera; microphone; autoplay; fullscreen; clipboard-write',
      })
  screen.style.width = `${width}px`
  screen.style.height = `${height}px`

  const state = h('span', { class: 'dot', title: '' })
  const label = h('span', { class: 'role' })
  const keys = h(
    'div',
    { class: 'keys' },
    key('返回 back', ICONS.back, press('back')),
    key('首页 home', ICONS.home, press('home')),
    key('重新加载 reload', ICONS.reload, press('reload')),
    key(
      '收起 close',
      ICONS.close,
      act(() => callApi('DELETE', `phones/${phone.id}`)),
    ),
  )
  const network = createNetwork(phone, (problem) => say(`${phone.person}: ${problem}`))
  const faultMenu = createFaultMenu({
    title: `${phone.person}: 故障 faults`,
    phone: phone.id,
    say: (problem) => say(`${phone.person}: ${problem}`),
  })
  const tools = h('div', { class: 'tools' }, network.element, faultMenu.element)
  const body = h('div', { class: 'device' }, screen)
  const slot = h('div', { class: 'slot' }, body)
  const element = h(
    'section',
    { class: 'phone', 'aria-label': phone.person },
    h('header', {}, state, h('h2', {}, phone.person), label, keys),
    tools,
    slot,
  )

  return {
    element,
    update(now, kinds, active) {
      network.update(active)
      faultMenu.update(kinds, active)
      label.textContent = now.label
      label.hidden = now.label === ''
      state.classList.toggle('on', now.connected)
      state.title = now.connected ? '已启动 running' : '正在打开 opening'
    },
    fit(scale) {
      const outer = { width: width + 2 * BEZEL, height: height + 2 * BEZEL }
      body.style.transform = `scale(${scale})`
      slot.style.width = `${outer.width * scale}px`
      slot.style.height = `${outer.height * scale}px`
      element.style.width = `${Math.max(outer.width * scale, 248)}px`
    },
  }
}

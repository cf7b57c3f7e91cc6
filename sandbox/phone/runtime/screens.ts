import { LINK_CLOSED } from '../link/link.ts'
import type { CompileProblem } from '../manifest.ts'
import { addStyle, element } from './chrome.ts'

const CSS = `
.phone-screen{position:absolute;inset:0;z-index:10;overflow:auto;padding:96px 20px 40px;background:#f4f5f7;color:#1f2329}
.phone-screen h1{margin:0 0 8px;font-size:20px}
.phone-screen p{margin:0 0 16px;color:#646a73;font-size:14px}
.phone-screen li{margin:0 0 12px;padding:12px;border-radius:8px;background:#fff;list-style:none;font-size:13px}
.phone-screen ul{margin:0;padding:0}
.phone-screen code{display:block;color:#d83931;font:12px/1.5 ui-monospace,monospace,var(--phone-font);word-break:break-all}
.phone-home{display:flex;flex-wrap:wrap;align-content:flex-start;padding:96px 28px;
  background:linear-gradient(160deg,#3b6fb6,#1c2f54)}
.phone-home button{width:72px;border:0;padding:0;background:none;color:#fff;font:12px/1.3 var(--phone-font);cursor:pointer}
.phone-home i{display:grid;place-items:center;width:60px;height:60px;margin:0 auto 6px;border-radius:14px;
  background:#fff;color:#1c2f54;font:600 26px var(--phone-font)}
body:has(>.phone-screen) .phone-capsule{display:none}
body:has(>.phone-home) .phone-status{color:#fff!important}
.phone-error{position:absolute;inset:auto 8px 8px;z-index:40;max-height:30%;overflow:auto;padding:8px 12px;border-radius:8px;
  background:#d83931;color:#fff;font:12px/1.5 ui-monospace,monospace,var(--phone-font);white-space:pre-wrap;word-break:break-word;cursor:pointer}
`

let styled = false

function screen(className: string): HTMLElement {
  if (!styled) addStyle(CSS)
  styled = true
  return element('div', className)
}

/** Shown in place of an app that cannot be compiled. */
export function showProblems(problems: readonly CompileProblem[]): void {
  const shown = screen('phone-screen')
  const list = element('ul', '')
  for (const { file, line, column, message } of problems) {
    const item = element('li', '')
    const place = [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined)
    item.append(element('code', '', place.join(':')), element('span', '', message))
    list.append(item)
  }
  shown.append(
    element('h1', '', '小程序无法启动'),
    element('p', '', `请修改下面 ${problems.length} 处问题，然后重新加载`),
    list,
  )
  document.body.append(shown)
}

/** The host has sent this page away for good; the app behind goes no further. */
export function showSentAway(code: number): void {
  const shown = screen('phone-screen')
  shown.style.zIndex = '50'
  const text = code === LINK_CLOSED.replaced ? '这部手机已在另一个窗口打开' : '这部手机已关闭'
  shown.append(element('h1', '', text))
  document.body.append(shown)
}

/** WeChat's own page for an address that does not exist. Gone with the next page. */
export function createNotFound(): HTMLElement {
  const shown = screen('phone-screen')
  shown.append(element('h1', '', '页面不存在'), element('p', '', '小程序中没有这个页面'))
  return shown
}

/** The phone's desktop while the app is in the background; a tap on its icon brings the app back. */
export function createHome(appName: string, onOpen: () => void): HTMLElement {
  const shown = screen('phone-screen phone-home')
  const icon = element('button', '')
  icon.append(element('i', '', [...appName][0] ?? '小'), appName)
  icon.addEventListener('click', onOpen)
  shown.append(icon)
  return shown
}

/** The red bar: newest uncaught error of app code; a tap takes it away. The answer adds text to what was shown. */
export function createErrorBar(parent: HTMLElement): (text: string) => (more: string) => void {
  let bar: HTMLElement | null = null
  return (text) => {
    bar?.remove()
    const shown = screen('phone-error')
    bar = shown
    shown.textContent = text
    shown.addEventListener('click', () => shown.remove())
    parent.append(shown)
    return (more) => shown.append(more)
  }
}

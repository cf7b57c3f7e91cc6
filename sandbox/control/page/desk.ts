import { createAddPhone } from './add-phone.ts'
import { callApi, type DeskState, listenLive } from './api.ts'
import { createCameraNote } from './camera-note.ts'
import { BEZEL, createDevice, type Device, glassSize } from './device.ts'
import { h, ICONS, icon } from './dom.ts'
import { createLog } from './log.ts'

/** The desk: phones side by side, the log below. State comes from the sandbox; this page keeps none of its own. */
const devices = new Map<string, Device>()
let state: DeskState = { project: { name: '', roles: [] }, people: [], phones: [] }

const nameOf = (from: string) =>
  state.phones.find(({ id }) => id === from)?.person ?? (from === 'sandbox' ? '沙盒' : from)
const log = createLog(nameOf)
const complain = (text: string) => log.add({ at: Date.now(), from: 'sandbox', type: 'error', text })
const addPhone = createAddPhone()
const title = h('h1', {})
const line = h('span', { class: 'line' })
const row = h('div', { class: 'row' })
const stage = h('main', { class: 'stage' }, row)
const emptyHint = h('p', { class: 'empty' }, '桌上还没有手机 · No phone on the desk yet.')

const header = h(
  'header',
  { class: 'top' },
  h('span', { class: 'mark', 'aria-hidden': 'true' }),
  title,
  line,
  createCameraNote(),
  h('button', { class: 'quiet', type: 'button', onclick: () => void reset() }, '回到初始 reset'),
  h(
    'button',
    { class: 'primary', type: 'button', onclick: () => addPhone.open(state) },
    icon(...ICONS.add),
    '加一台手机 add a phone',
  ),
)
document.getElementById('desk')?.append(header, stage, log.element, addPhone.element)

async function reset(): Promise<void> {
  if (!confirm('清空数据，回到种子状态？\nForget all data and go back to the seed?')) return
  await callApi('POST', 'reset').catch((error: Error) => complain(error.message))
}

function show(next: DeskState): void {
  state = next
  title.textContent = next.project.name || 'sandbox'
  document.title = `${next.project.name || 'sandbox'} · sandbox`
  const ids = new Set(next.phones.map(({ id }) => id))
  for (const [id, device] of devices) {
    if (ids.has(id)) continue
    device.element.remove()
    devices.delete(id)
  }
  for (const phone of next.phones) {
    let device = devices.get(phone.id)
    if (!device) {
      device = createDevice(phone, complain)
      devices.set(phone.id, device)
      row.append(device.element)
    }
    device.update(phone)
  }
  if (next.phones.length === 0) row.append(emptyHint)
  else emptyHint.remove()
  fit()
}

/** All phones at one scale: as high as the window allows, as wide as they fit side by side, readable at least. */
function fit(): void {
  const phones = state.phones.map(glassSize)
  if (phones.length === 0) return
  const gap = 36
  const tallest = Math.max(...phones.map(({ height }) => height)) + 2 * BEZEL
  const width = phones.reduce((sum, phone) => sum + phone.width + 2 * BEZEL, 0)
  const byHeight = (stage.clientHeight - 74) / tallest
  const byWidth = (stage.clientWidth - 56 - gap * (phones.length - 1)) / width
  const scale = Math.max(Math.min(byHeight, byWidth, 1), 0.45)
  for (const device of devices.values()) device.fit(scale)
}

async function refresh(): Promise<void> {
  await callApi<DeskState>('GET', 'state').then(show, (error: Error) => complain(error.message))
}

new ResizeObserver(fit).observe(stage)
listenLive(
  (message) => {
    if ('line' in message) log.add(message.line)
    else void refresh()
  },
  (open) => {
    line.textContent = open ? '运行中 running' : '沙盒已停止 stopped'
    line.classList.toggle('off', !open)
    if (!open) log.clear()
    else
      void callApi<DeskState>('POST', 'phones/configured').then(show, (error: Error) =>
        complain(error.message),
      )
  },
)

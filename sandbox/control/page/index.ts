import { createAddPhone } from './add-phone.ts'
import { type ControlState, callApi, type ListedKind, listenForUpdates } from './api.ts'
import { createCameraNote } from './camera-note.ts'
import { createClock } from './clock.ts'
import { BEZEL, createDevice, type Device, HEAD, screenSize } from './device.ts'
import { h, ICONS, icon } from './dom.ts'
import { createFaultMenu } from './fault-menu.ts'
import { createLog } from './log.ts'

/** The control page: phones side by side, the log below. State comes from the sandbox; this page keeps none of its own. */
const devices = new Map<string, Device>()
let kinds: readonly ListedKind[] = []
let state: ControlState = {
  project: { name: '', roles: [], notes: {} },
  people: [],
  phones: [],
  faults: [],
  clockOffsetMs: 0,
}

const nameOf = (from: string) =>
  state.phones.find(({ id }) => id === from)?.person ?? (from === 'sandbox' ? '沙盒' : from)
const log = createLog(nameOf)
const complain = (text: string) => log.add({ at: Date.now(), from: 'sandbox', type: 'error', text })
const addPhone = createAddPhone()
const clock = createClock(complain)
const notes = h('dl', { class: 'notes' })
const sandboxFaults = createFaultMenu({
  title: '故障与时间 faults and time',
  phone: null,
  say: complain,
  more: [clock.element, notes],
})
const title = h('h1', {})
const line = h('span', { class: 'line' })
const row = h('div', { class: 'row' })
const stage = h('main', { class: 'stage' }, row)
const emptyHint = h('p', { class: 'empty' }, '还没有手机 · No phone yet.')

const header = h(
  'header',
  { class: 'top' },
  h('span', { class: 'mark', 'aria-hidden': 'true' }),
  title,
  line,
  createCameraNote(),
  sandboxFaults.element,
  h('button', { class: 'quiet', type: 'button', onclick: () => void reset() }, '回到初始 reset'),
  h(
    'button',
    { class: 'primary', type: 'button', onclick: () => addPhone.open(state) },
    icon(...ICONS.add),
    '加一台手机 add a phone',
  ),
)
document.getElementById('control')?.append(header, stage, log.element, addPhone.element)

async function reset(): Promise<void> {
  if (!confirm('清空数据，回到种子状态？\nForget all data and go back to the seed?')) return
  await callApi('POST', 'reset').catch((error: Error) => complain(error.message))
}

function show(next: ControlState): void {
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
    device.update(phone, kinds, next.faults)
  }
  sandboxFaults.update(kinds, next.faults)
  clock.update(next.clockOffsetMs)
  notes.replaceChildren(
    ...Object.entries(next.project.notes).flatMap(([name, text]) => [h('dt', {}, name), h('dd', {}, text)]),
  )
  if (next.phones.length === 0) row.append(emptyHint)
  else emptyHint.remove()
  scalePhones()
}

/** All phones at one scale: as high as the window allows, as wide as they fit side by side, readable at least. */
function scalePhones(): void {
  const phones = state.phones.map(screenSize)
  if (phones.length === 0) return
  const gap = 36
  const tallest = Math.max(...phones.map(({ height }) => height)) + 2 * BEZEL
  const width = phones.reduce((sum, phone) => sum + phone.width + 2 * BEZEL, 0)
  const byHeight = (stage.clientHeight - HEAD - 34) / tallest
  const byWidth = (stage.clientWidth - 56 - gap * (phones.length - 1)) / width
  const scale = Math.max(Math.min(byHeight, byWidth, 1), 0.45)
  for (const device of devices.values()) device.fit(scale)
}

/** The sandbox is there, for the first time or again. */
async function begin(): Promise<void> {
  kinds = (await callApi<{ kinds: readonly ListedKind[] }>('GET', 'faults')).kinds
  show(await callApi<ControlState>('POST', 'phones/configured'))
}

async function refresh(): Promise<void> {
  await callApi<ControlState>('GET', 'state').then(show, (error: Error) => complain(error.message))
}

new ResizeObserver(scalePhones).observe(stage)
listenForUpdates(
  (message) => {
    if ('line' in message) log.add(message.line)
    else void refresh()
  },
  (open) => {
    line.textContent = open ? '运行中 running' : '沙盒已停止 stopped'
    line.classList.toggle('off', !open)
    if (!open) log.clear()
    else void begin().catch((error: Error) => complain(error.message))
  },
)

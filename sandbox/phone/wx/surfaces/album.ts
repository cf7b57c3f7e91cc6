import type { PhoneRuntime } from '../../runtime/phone-runtime.ts'
import { dialogsOf } from '../dialogs.ts'
import { button, element, show } from './element.ts'

/** Pictures that lie on every phone: name and the two colours of its ground. */
const PICTURES = [
  { name: '窗边', from: '#f6d9b8', to: '#c96f4a' },
  { name: '海边', from: '#bfe3f2', to: '#2d7fa8' },
  { name: '草地', from: '#dcefb6', to: '#4e8f45' },
] as const

const WIDTH = 1000
const HEIGHT = 800

/** The phone's album, or a file of this machine; at most `count` of the latter. null = the person went back. */
export function choosePictures(phone: PhoneRuntime, count: number): Promise<readonly Blob[] | null> {
  return new Promise((resolve, reject) => {
    const close = (chosen: readonly Blob[] | null) => {
      remove()
      unregister()
      resolve(chosen)
    }
    const take = (index: number) =>
      drawPicture(PICTURES[index] ?? PICTURES[0]).then((picture) => close([picture]), reject)
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = 'image/*'
    input.multiple = count > 1
    input.hidden = true
    input.addEventListener('change', () => close([...(input.files ?? [])].slice(0, count)))
    const sheet = element('div', 'wxs-sheet', [
      element('div', 'wxs-sheet-title', '选择照片'),
      ...PICTURES.map(({ name }, index) => button('wxs-item', name, () => void take(index))),
      button('wxs-item', '从这台电脑选择', () => input.click()),
      button('wxs-cancel last', '取消', () => close(null)),
      input,
    ])
    const remove = show(phone, element('div', 'wxs-mask wxs-bottom', [sheet]))
    const unregister = dialogsOf(phone).add({
      kind: 'album',
      title: '选择照片',
      confirm: () => void take(0),
      cancel: () => close(null),
    })
  })
}

async function drawPicture({ from, to }: (typeof PICTURES)[number]): Promise<Blob> {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('this browser draws no pictures')
  const ground = context.createLinearGradient(0, 0, WIDTH, HEIGHT)
  ground.addColorStop(0, from)
  ground.addColorStop(1, to)
  context.fillStyle = ground
  context.fillRect(0, 0, WIDTH, HEIGHT)
  context.fillStyle = 'rgba(255,255,255,.35)'
  context.beginPath()
  context.arc(WIDTH * 0.7, HEIGHT * 0.35, HEIGHT * 0.2, 0, 2 * Math.PI)
  context.fill()
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 })
}

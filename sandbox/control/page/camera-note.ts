import { h, ICONS, icon } from './dom.ts'

/** A machine without a camera is no error: the phones then show a drawn scene, and this says so. */
export function createCameraNote(): HTMLElement {
  const note = h(
    'p',
    { class: 'note', role: 'status', hidden: true },
    icon(...ICONS.camera),
    '没有摄像头，手机播放演示画面',
    h('span', {}, ' · No camera here: phones show the demo scene'),
  )
  const look = async () => {
    const devices = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? []
    note.hidden = devices.some(({ kind }) => kind === 'videoinput')
  }
  navigator.mediaDevices?.addEventListener('devicechange', () => void look())
  void look()
  return note
}

import { MISSING, type MissingDevice } from './studio-text'

export interface PreviewError {
  readonly device: MissingDevice
  readonly title: string
  readonly text: string
  /** settings = WeChat refuses it, its settings page helps; retry = opening it failed, another try may help. */
  readonly action: 'settings' | 'retry'
}

const FAILED: Record<MissingDevice, { readonly title: string; readonly text: string }> = {
  camera: { title: '镜头没打开', text: '可能被别的应用占着，关掉它再试一次' },
  microphone: { title: '麦克风没打开', text: '可能被别的应用占着，关掉它再试一次' },
}

const refused = (device: MissingDevice): PreviewError => ({
  device,
  ...MISSING[device],
  action: 'settings',
})
const failed = (device: MissingDevice): PreviewError => ({ device, ...FAILED[device], action: 'retry' })

/** Codes of live-pusher that take the preview away (WeChat docs, live-pusher, status and error codes). */
const BY_CODE: Readonly<Record<number, PreviewError>> = {
  10001: refused('camera'),
  10002: refused('microphone'),
  [-1301]: failed('camera'),
  [-1310]: failed('camera'),
  [-1302]: failed('microphone'),
  [-1311]: failed('microphone'),
  [-1318]: failed('microphone'),
}

/** What the anchor reads when camera or microphone fail before the show, or null for every other code. */
export function previewError(code: unknown): PreviewError | null {
  return typeof code === 'number' ? (BY_CODE[code] ?? null) : null
}

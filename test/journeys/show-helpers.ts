import type { PhoneDriver } from './phone-driver.ts'

interface Before {
  /** false = a WeChat older than 2.32.3, which knows no privacy guideline. */
  readonly guideline?: boolean
}

/**
 * 开播前：from home to the preview on a new phone: agrees to the privacy guideline and allows camera and microphone in
 * WeChat's two dialogs.
 */
export async function openStudio(anchor: PhoneDriver, { guideline = true }: Before = {}): Promise<void> {
  await anchor.isAt('pages/home/home')
  await anchor.tap('.studio')
  if (guideline) await agreeToPrivacy(anchor)
  await anchor.answers('authorizeAllow')
  await anchor.answers('authorizeAllow')
  await anchor.sees('开始直播')
}

/** Agrees to the privacy guideline, after which WeChat's own dialogs follow. */
export async function agreeToPrivacy(anchor: PhoneDriver): Promise<void> {
  await anchor.isAt('studio/go-live/go-live')
  await anchor.tap('privacy-gate >>> #privacy-agree')
}

/** Two taps from home to on air; resolves when the page says that viewers can see and hear. */
export async function goLive(anchor: PhoneDriver, before?: Before): Promise<void> {
  await openStudio(anchor, before)
  await anchor.tap('#start')
  await anchor.sees('观众看得见、听得见', 30_000)
}

/** Taps the share button of the shown page, and 发送 in WeChat's sheet. */
export async function shareRoom(anchor: PhoneDriver): Promise<void> {
  await anchor.tap('button')
  await anchor.answers('shareConfirm')
}

export async function endShow(anchor: PhoneDriver): Promise<void> {
  await anchor.tap('#end')
  await anchor.tap('#end-sure')
  await anchor.sees('播完了')
}

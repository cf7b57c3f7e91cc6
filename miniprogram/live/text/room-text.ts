import { errorLines } from '../../core/error-text'
import { startText } from '../../core/start-text'
import { lastedText, waitText } from '../../core/time-text'
import type { RoomSnapshot } from '../../domain/api/room'
import { ERROR_MESSAGES, type ErrorCode } from '../../domain/errors'
import type { PlayerState } from '../../rtc/ports'
import type { ViewerSessionError } from '../../rtc/viewer-session'

/** What lies over the picture. `kind` chooses the drawing, `action` the button; '' = none. */
export interface RoomView {
  readonly kind: 'entering' | 'playing' | 'not-started' | 'away' | 'recovering' | 'ended' | 'error'
  readonly title: string
  readonly text: string
  readonly action: '' | 'retry' | 'home' | 'take-over'
}

export type RoomError = ViewerSessionError | 'LINK'

/** So long a picture may take to come back before the person is offered a try of their own. */
export const OFFER_RETRY_MS = 15_000

export interface RoomFacts {
  readonly snapshot: RoomSnapshot | null
  readonly error: RoomError | null
  readonly player: PlayerState
  /** A frame was on screen since the room was opened. */
  readonly hasPlayed: boolean
  /** The phone has no network, as far as it said. */
  readonly offline: boolean
  /** ms since the player's state was entered. */
  readonly sinceMs: number
  /** ms, server time */
  readonly now: number
}

const ERROR_TEXTS: Record<Exclude<RoomError, ErrorCode>, Omit<RoomView, 'kind'>> = {
  LINK: { title: '没有找到这个直播间', text: '链接可能不完整，让朋友再发一次', action: 'home' },
  RTC_LOAD: { title: '播放组件没下载完', text: '网络好像断了一下，再试一次就行', action: 'retry' },
  LOGIN: { title: '没能进直播间', text: '线路没有回应，再试一次', action: 'retry' },
  KICKED: { title: '你被请出了这个直播间', text: '先去看看别的直播', action: 'home' },
  OTHER_DEVICE: {
    title: '你在另一台手机上打开了这个直播间',
    text: '一个微信同时只能在一处看',
    action: 'take-over',
  },
  LOST: { title: '和直播间断开了', text: '网络恢复后，再试一次就能接着看', action: 'retry' },
}

/** Room truth + player state → the one thing the viewer reads. The order is the order of importance. */
export function roomView(facts: RoomFacts): RoomView {
  const { snapshot, error } = facts
  if (snapshot?.status === 'ended') {
    const { startedAt, endedAt } = snapshot
    const span = startedAt !== null && endedAt !== null ? `${lastedText(endedAt - startedAt)}，` : ''
    return { kind: 'ended', title: '直播已结束', text: `${span}谢谢你来`, action: 'home' }
  }
  if (error !== null) return { kind: 'error', ...roomErrorText(error) }
  if (snapshot === null) return { kind: 'entering', title: '正在进直播间', text: '', action: '' }
  if (snapshot.status === 'created') {
    return {
      kind: 'not-started',
      title: '还没开播',
      text: notStartedText(snapshot.startsAt, facts.now),
      action: '',
    }
  }
  return playerView(facts)
}

function notStartedText(startsAt: number | null, now: number): string {
  if (startsAt === null || startsAt <= now) return '主播一开始，这里会自动播放'
  const { day, time } = startText(startsAt, now)
  return `${day} ${time} 见，到点这里会自动播放`
}

function playerView({ player, hasPlayed, offline, sinceMs }: RoomFacts): RoomView {
  switch (player) {
    case 'playing':
      return { kind: 'playing', title: '', text: '', action: '' }
    case 'anchor-away':
      if (!hasPlayed) {
        return { kind: 'away', title: '主播还没到', text: '画面一来，这里会自动播放', action: '' }
      }
      return {
        kind: 'away',
        title: '主播离开一下',
        text: `已经 ${waitText(sinceMs)}，回来会自动接着播`,
        action: '',
      }
    case 'stalled':
    case 'recovering':
      if (offline) {
        return { kind: 'recovering', title: '手机断网了', text: '连上网会自动接着播，不用退出', action: '' }
      }
      return {
        kind: 'recovering',
        title: '正在恢复画面',
        text: `已经等了 ${Math.floor(sinceMs / 1000)} 秒，不用退出`,
        action: sinceMs >= OFFER_RETRY_MS ? 'retry' : '',
      }
    case 'failed':
      return {
        kind: 'error',
        title: '画面一直接不上',
        text: '可能是网络太弱，换个网络再试',
        action: 'retry',
      }
    default:
      return { kind: 'entering', title: '正在进直播间', text: '', action: '' }
  }
}

function roomErrorText(error: RoomError): Omit<RoomView, 'kind'> {
  if (error in ERROR_TEXTS) return ERROR_TEXTS[error as keyof typeof ERROR_TEXTS]
  const code = error as ErrorCode
  // A number that cannot be one comes from a damaged link, too.
  if (code === 'ROOM_NOT_FOUND' || code === 'BAD_INPUT') return ERROR_TEXTS.LINK
  const lines = code === 'NETWORK' ? errorLines(code) : { title: '没能进直播间', text: ERROR_MESSAGES[code] }
  return { ...lines, action: 'retry' }
}

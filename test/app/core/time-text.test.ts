import assert from 'node:assert/strict'
import { countText } from '../../../miniprogram/core/people-text.ts'
import { clockText, lastedText, waitText } from '../../../miniprogram/core/time-text.ts'
import { ERROR_MESSAGES, type ErrorCode } from '../../../miniprogram/domain/errors.ts'
import { type RoomError, roomView } from '../../../miniprogram/live/text/room-text.ts'
import { type StudioError, studioErrorView } from '../../../miniprogram/studio/text/studio-text.ts'

const CODES = Object.keys(ERROR_MESSAGES) as ErrorCode[]
const ROOM: RoomError[] = [...CODES, 'RTC_LOAD', 'LOGIN', 'LINK', 'KICKED', 'OTHER_DEVICE', 'LOST']
const STUDIO: StudioError[] = [...CODES, 'RTC_LOAD', 'LOGIN', 'OTHER_DEVICE', 'LOST']

/** The design's rules for words: plain Chinese, no exclamation marks, nothing of machines, no absolute claims. */
function isPlain(sentence: string, where: string): void {
  assert.match(sentence, /[\u4e00-\u9fff]{2}/, `${where} says nothing`)
  assert.doesNotMatch(sentence, /[!！]|系统|异常|错误码|undefined|null|[A-Z_]{4,}|最好|第一|国家级/, where)
}

for (const error of ROOM) {
  test(`in a room ${error} is a plain sentence with a way on`, () => {
    const { title, text, action } = roomView({
      ...{ snapshot: null, error, player: 'idle', hasPlayed: false, offline: false, sinceMs: 0, now: 0 },
    })
    isPlain(title, 'title')
    isPlain(text, 'text')
    expect(action).not.toBe('')
  })
}

for (const error of STUDIO) {
  test(`in the studio ${error} is a plain sentence with a way on`, () => {
    const { title, text, button } = studioErrorView(error)
    isPlain(title, 'title')
    isPlain(text, 'text')
    isPlain(button, 'button')
  })
}

test('times and counts as people read them', () => {
  expect(clockText(42 * 60_000 + 16_000)).toBe('00:42:16')
  expect(waitText(47_000)).toBe('00:47')
  expect(lastedText(138 * 60_000)).toBe('播了 2 小时 18 分')
  expect(lastedText(60 * 60_000)).toBe('播了 1 小时')
  expect(lastedText(59_000)).toBe('播了不到 1 分钟')
  expect(countText(null)).toBe('–')
  expect(countText(1286)).toBe('1,286')
  expect(countText(12_846)).toBe('1.2万')
})

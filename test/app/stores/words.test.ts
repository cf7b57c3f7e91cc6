import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ERROR_MESSAGES, type ErrorCode } from '../../../miniprogram/domain/errors.ts'
import { type RoomTrouble, roomView } from '../../../miniprogram/stores/room-words.ts'
import { type StudioTrouble, studioTroubleView } from '../../../miniprogram/stores/studio-words.ts'
import { clockText, countText, lastedText, waitText } from '../../../miniprogram/stores/words.ts'

const CODES = Object.keys(ERROR_MESSAGES) as ErrorCode[]
const ROOM: RoomTrouble[] = [...CODES, 'RTC_LOAD', 'LOGIN', 'LINK', 'KICKED', 'OTHER_DEVICE', 'LOST']
const STUDIO: StudioTrouble[] = [...CODES, 'RTC_LOAD', 'LOGIN', 'OTHER_DEVICE', 'LOST']

/** The design's rules for words: plain Chinese, no exclamation marks, nothing of machines, no absolute claims. */
function isPlain(sentence: string, where: string): void {
  assert.match(sentence, /[\u4e00-\u9fff]{2}/, `${where} says nothing`)
  assert.doesNotMatch(sentence, /[!！]|系统|异常|错误码|undefined|null|[A-Z_]{4,}|最好|第一|国家级/, where)
}

for (const trouble of ROOM) {
  test(`in a room ${trouble} is a plain sentence with a way on`, () => {
    const { title, text, action } = roomView({
      ...{ truth: null, trouble, player: 'idle', hasPlayed: false, offline: false, sinceMs: 0, now: 0 },
    })
    isPlain(title, 'title')
    isPlain(text, 'text')
    assert.notEqual(action, '')
  })
}

for (const trouble of STUDIO) {
  test(`in the studio ${trouble} is a plain sentence with a way on`, () => {
    const { title, text, button } = studioTroubleView(trouble)
    isPlain(title, 'title')
    isPlain(text, 'text')
    isPlain(button, 'button')
  })
}

test('times and counts as people read them', () => {
  assert.equal(clockText(42 * 60_000 + 16_000), '00:42:16')
  assert.equal(waitText(47_000), '00:47')
  assert.equal(lastedText(138 * 60_000), '播了 2 小时 18 分')
  assert.equal(lastedText(60 * 60_000), '播了 1 小时')
  assert.equal(lastedText(59_000), '播了不到 1 分钟')
  assert.equal(countText(null), '–')
  assert.equal(countText(1286), '1,286')
  assert.equal(countText(12_846), '1.2万')
})

import { startText } from '../../../miniprogram/core/start-text'
import { startChoices } from '../../../miniprogram/studio/text/start-choices'

const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime()
const NOW = at(22, 15)

test('a show is announced in the words of a person', () => {
  const said = (time: number) => {
    const { day, time: clock } = startText(time, NOW)
    return `${day} ${clock}`
  }
  for (const [time, words] of [
    [at(22, 22, 30), '今晚 22:30'],
    [at(22, 16), '今天 16:00'],
    [at(23, 9, 5), '明天 09:05'],
    [at(23, 20), '明晚 20:00'],
    [at(24, 20), '周二 20:00'],
    [at(28, 20), '周六 20:00'],
    [at(29, 20), '11月29日 20:00'],
    [at(21, 20), '11月21日 20:00'],
  ] as const) {
    expect(said(time)).toBe(words)
  }
})

test('only hours that still lie ahead are offered', () => {
  const labels = (now: number) => startChoices(now).map(({ label }) => label)
  expect(labels(NOW)).toStrictEqual(['今晚 20:00', '今晚 21:00', '明天 12:00', '明晚 20:00', '明晚 21:00'])
  expect(labels(at(22, 20, 55))).toStrictEqual(['明天 12:00', '明晚 20:00', '明晚 21:00'])
  for (const { at: time } of startChoices(NOW)) expect(time).toBeGreaterThan(NOW)
})

import { readSchedule } from './cron.ts'

/** Sunday 2026-11-22, 20:20:30.5 in Beijing. */
const NOW = Date.parse('2026-11-22T12:20:30.500Z')

const NEXT: ReadonlyArray<[config: string, next: string | undefined]> = [
  ['0 */1 * * * * *', '2026-11-22T12:21:00Z'],
  ['*/5 * * * * * *', '2026-11-22T12:20:35Z'],
  ['1/10 * * * * * *', '2026-11-22T12:20:31Z'],
  ['0 0 2 1 * * *', '2026-11-30T18:00:00Z'], // two o'clock in Beijing
  ['0 15 10 * * MON-FRI *', '2026-11-23T02:15:00Z'],
  ['0 0 10,14,16 * * * *', '2026-11-23T02:00:00Z'],
  ['0 */30 9-17 * * * *', '2026-11-23T01:00:00Z'],
  ['0 0 12 * * WED *', '2026-11-25T04:00:00Z'],
  ['0 0 0 * * 0 *', '2026-11-28T16:00:00Z'], // 0 is Sunday
  ['0 0 0 13 * 5 *', '2026-11-26T16:00:00Z'], // the 13th or a Friday
  ['0 0 0 1 JAN * 2027-2028', '2026-12-31T16:00:00Z'],
  ['0 0 0 1 1 * 2020', undefined],
]

const REFUSED = ['* * * * *', '0 0 2 1 * *', '0 60 * * * * *', '0 0 0 L * * *', '@daily', '', 'a b c d e f g']

describe('the schedule of a timer', () => {
  for (const [config, next] of NEXT) {
    test(`${config} fires next at ${next ?? 'no time any more'}`, () => {
      expect(readSchedule(config).nextAfter(NOW)).toBe(next === undefined ? undefined : Date.parse(next))
    })
  }

  for (const config of REFUSED) {
    test(`'${config}' is refused`, () => expect(() => readSchedule(config)).toThrow())
  }

  test('the last time counts the present second', () => {
    const { lastUntil } = readSchedule('0 */1 * * * * *')
    expect(lastUntil(NOW)).toBe(Date.parse('2026-11-22T12:20:00Z'))
    expect(lastUntil(Date.parse('2026-11-22T12:20:00Z'))).toBe(Date.parse('2026-11-22T12:20:00Z'))
  })
})

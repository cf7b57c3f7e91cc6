import { readFileSync } from 'node:fs'
import { productionHosts } from '../sandbox/wiring/production-hosts.ts'
import { askedLine } from './doctor/domains.mjs'

test('the sandbox lets phones reach the hosts of domains.json and no other', () => {
  const listed: Record<string, string[]> = JSON.parse(
    readFileSync(new URL('../domains.json', import.meta.url), 'utf8'),
  )
  const reached = productionHosts({ accesshubUrl: 'ws://127.0.0.1', httplogUrl: 'http://127.0.0.1' })
  expect(
    [...new Set(reached.map(({ from }) => `${new URL(from).protocol}//${new URL(from).host}`))].sort(),
  ).toStrictEqual(Object.values(listed).flat().sort())
})

const AT = new Date('2026-11-25T08:00:00Z')
const LISTED = ['wss://room.example', 'https://log.example']
const RUNS = [
  { name: 'no run yet', asked: null, state: 'do', says: /run npm test/ },
  {
    name: 'all that was asked for is listed',
    asked: { domains: ['wss://room.example'], at: AT },
    state: 'ok',
    says: /the 1 asked for in the test run of 2026-11-25T08:00:00/,
  },
  {
    name: 'a domain that is not listed was asked for',
    asked: { domains: ['https://pay.example', 'wss://room.example'], at: AT },
    state: 'do',
    says: /lacks https:\/\/pay\.example,/,
  },
] as const

for (const { name, asked, state, says } of RUNS) {
  test(`domains asked for in the last test run: ${name}`, () => {
    const line = askedLine(asked, LISTED)
    expect(line.state).toBe(state)
    expect(line.text).toMatch(says)
  })
}

import { mapUrl } from './hosts.ts'

const HOSTS = [
  { from: 'wss://accesshub.example.com', to: 'ws://127.0.0.1:4001' },
  { from: 'https://log.example.com/', to: 'http://127.0.0.1:4002/' },
  { from: 'https://api.example.com', to: 'http://127.0.0.1:4003' },
  { from: 'https://api.example.com/v2', to: 'http://127.0.0.1:4004/two' },
]

const CASES: readonly [string, string | null][] = [
  ['wss://accesshub.example.com/accesshub', 'ws://127.0.0.1:4001/accesshub'],
  ['wss://accesshub.example.com', 'ws://127.0.0.1:4001'],
  ['https://log.example.com/httplog?a=1', 'http://127.0.0.1:4002/httplog?a=1'],
  ['https://api.example.com/v1/x', 'http://127.0.0.1:4003/v1/x'],
  ['https://api.example.com/v2/x', 'http://127.0.0.1:4004/two/x'],
  ['https://api.example.com/v22', 'http://127.0.0.1:4003/v22'],
  ['https://api.example.com?q', 'http://127.0.0.1:4003?q'],
  ['wss://accesshub.example.com.evil.com/x', null],
  ['wss://accesshub.example.com:444/x', null],
  ['ws://accesshub.example.com/x', null],
  ['https://elsewhere.example.com/', null],
  ['', null],
]

for (const [url, target] of CASES) {
  test(`${url || 'an empty url'} ${target === null ? 'is not in the domain list' : `goes to ${target}`}`, () => {
    expect(mapUrl(url, HOSTS)).toBe(target)
  })
}

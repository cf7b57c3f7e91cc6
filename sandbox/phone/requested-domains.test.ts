import type { PhoneRecord } from './link/link.ts'
import { requestedDomain } from './requested-domains.ts'

const CASES: readonly (readonly [name: string, url: string, domain: string | null])[] = [
  ['socket.ask', 'wss://accesshub-wss.zego.im/accesshub?x=1', 'wss://accesshub-wss.zego.im'],
  ['request.send', 'https://api.example.com:8443/a', 'https://api.example.com:8443'],
  ['request.send', 'no address', null],
  ['socket.connect', 'wss://accesshub-wss.zego.im/accesshub', null],
]

for (const [name, url, domain] of CASES) {
  test(`${name} of ${url} asks for ${domain ?? 'nobody'}`, () => {
    const kind: PhoneRecord['kind'] = name === 'request.send' ? 'request' : 'socket'
    expect(requestedDomain({ at: 0, kind, name, detail: { url } })).toBe(domain)
  })
}

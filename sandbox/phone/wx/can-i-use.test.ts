import { compareVersions } from '../runtime/versions.ts'
import { canIUse } from './can-i-use.ts'

const usable = (schema: string, SDKVersion: string) =>
  canIUse(schema, {
    SDKVersion,
    implemented: new Set(['getWindowInfo', 'createLivePusherContext', 'showToast']),
    attributesOf: (tag) =>
      ({
        'live-pusher': new Set(['url', 'picture-in-picture-mode']),
        button: new Set(['open-type']),
      })[tag],
  })

const CASES: readonly [schema: string, SDKVersion: string, expected: boolean][] = [
  ['showToast', '3.7.0', true],
  ['showToast.object.icon', '3.7.0', true],
  ['getWindowInfo', '2.20.1', true],
  ['getWindowInfo', '2.20.0', false],
  ['getWindowInfo.return.safeArea', '2.9.10', false],
  ['createBLEConnection', '3.7.0', false],
  ['noSuchThing', '3.7.0', false],
  ['live-pusher', '1.7.0', true],
  ['live-pusher', '1.6.9', false],
  ['live-pusher.url', '1.7.0', true],
  ['live-pusher.picture-in-picture-mode.push', '2.25.0', true],
  ['button.open-type.agreePrivacyAuthorization', '2.32.2', false],
  ['button.open-type.agreePrivacyAuthorization', '2.32.3', true],
  ['live-pusher.no-such-attribute', '3.7.0', false],
  ['video', '3.7.0', false],
]

for (const [schema, SDKVersion, expected] of CASES) {
  test(`with base library ${SDKVersion} canIUse('${schema}') is ${expected}`, () => {
    expect(usable(schema, SDKVersion)).toBe(expected)
  })
}

test('versions are compared by number, not by letter', () => {
  expect(compareVersions('2.9.3', '2.20.1')).toBeLessThan(0)
  expect(compareVersions('2.20.1', '2.20.1')).toBe(0)
  expect(compareVersions('3', '2.99.9')).toBeGreaterThan(0)
})

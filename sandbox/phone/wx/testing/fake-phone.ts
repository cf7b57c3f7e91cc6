import { NORMAL_CONDITIONS } from '../../conditions.ts'
import { AppSuspension } from '../../runtime/app-suspension.ts'
import { PhoneNetwork } from '../../runtime/network.ts'
import type { PhoneRuntime } from '../../runtime/phone-runtime.ts'

export interface FakePhone {
  readonly phone: PhoneRuntime
  readonly errors: unknown[]
}

/** Only what the families touch while they are made and called in a test without a browser. */
export function fakePhone(
  over: { SDKVersion?: string; request?: PhoneRuntime['link']['request'] } = {},
): FakePhone {
  const errors: unknown[] = []
  const phone = {
    manifest: {
      appid: 'wx0',
      entryPage: 'a',
      pages: [],
      components: {},
      window: {},
      appJson: {},
      subPackages: [],
    },
    device: {
      phoneID: 'p1',
      personName: 'An',
      platform: 'ios',
      SDKVersion: over.SDKVersion ?? '3.7.0',
      model: 'phone',
      statusBarHeight: 44,
      safeAreaBottom: 34,
      scene: 'demo',
      privacy: {},
      hosts: [],
      flvUrl: '',
      pushUrl: '',
    },
    link: {
      handle: () => undefined,
      request: over.request ?? (() => Promise.reject(new Error('no host'))),
    },
    pages: { current: () => [] },
    events: { on: () => () => undefined, emit: () => undefined },
    network: new PhoneNetwork(NORMAL_CONDITIONS.network),
    suspension: new AppSuspension(),
    conditions: () => NORMAL_CONDITIONS,
    record: () => undefined,
    reportError: (error: unknown) => errors.push(error),
    supports: () => true,
    inTap: () => false,
    playerMarks: new Map(),
  }
  return { phone: phone as unknown as PhoneRuntime, errors }
}

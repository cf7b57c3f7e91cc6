import { config } from './config'
import type { PhoneEventSource } from './core/phone-events'
import { SessionStore } from './core/session.store'
import { HomeStore } from './pages/home/home.store'
import type { PurchaseDeps } from './purchase/create-purchase'
import type { Rtc } from './rtc/sessions'
import { wxAddressBook } from './services/address'
import { systemClock } from './services/clock'
import { wxCloud } from './services/cloud'
import { paySheet } from './services/pay'
import { wxPhoneEvents } from './services/phone-events'
import { privacyContract } from './services/privacy'
import { randomID } from './services/random-id'
import { rtcLoader } from './services/rtc-loader'

/** What every package composes its own stores from. */
export interface AppContext extends PurchaseDeps {
  readonly phone: PhoneEventSource
  /** Rejects with RtcError LOAD_FAILED; a later call tries again. */
  loadRtc(): Promise<Rtc>
}

/** The composition root of the main package. */
export interface KaiboApp {
  /** Made when the first page asks, behind the environment gate: an old WeChat lacks what it needs. */
  context(): AppContext
  /** Lives as long as the app: the last list is on screen at once when home is opened again. */
  home(): HomeStore
}

const log = (line: string) => console.info(`[kaibo] ${line}`)

let context: AppContext | null = null
let home: HomeStore | null = null

function createContext(): AppContext {
  wx.cloud.init({ ...(config.cloudEnv === '' ? {} : { env: config.cloudEnv }), traceUser: false })
  const clock = systemClock
  const shared = { cloud: wxCloud(log), clock, session: new SessionStore({ clock }), log }
  return {
    ...shared,
    phone: wxPhoneEvents(),
    loadRtc: rtcLoader({
      ...shared,
      random: Math.random,
      appID: config.zegoAppID,
      server: config.zegoServer,
    }),
    privacyContract,
    openPaySheet: paySheet(wx),
    addresses: wxAddressBook(wx),
    newRequestID: randomID,
  }
}

App<KaiboApp>({
  context() {
    context ??= createContext()
    return context
  },

  home() {
    const { cloud, session, loadRtc } = this.context()
    home ??= new HomeStore({ cloud, session, warmUp: () => void loadRtc().catch(() => {}) })
    return home
  },
})

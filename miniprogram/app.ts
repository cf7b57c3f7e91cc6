import { config } from './config'
import { wxAddressBook } from './services/address'
import { wxCloud } from './services/cloud'
import { askDevices, systemClock } from './services/device'
import { paySheet } from './services/pay'
import { wxPhoneEvents } from './services/phone-events'
import { privacyContract } from './services/privacy'
import { randomID } from './services/random-id'
import { rtcLoader } from './services/rtc-loader'
import { createStores, type Stores } from './studio/create-stores'

/** The composition root: services are made, stores get them, pages take their store from here. */
export interface KaiboApp {
  /** Made when the first page asks, behind the environment gate: an old WeChat lacks what they need. */
  stores(): Stores
}

const log = (line: string) => console.info(`[kaibo] ${line}`)

let stores: Stores | null = null

function makeStores(): Stores {
  wx.cloud.init({ ...(config.cloudEnv === '' ? {} : { env: config.cloudEnv }), traceUser: false })
  return createStores({
    cloud: wxCloud(log),
    clock: systemClock,
    phone: wxPhoneEvents(),
    loadRtc: rtcLoader({ appID: config.zegoAppID, server: config.zegoServer, clock: systemClock, log }),
    privacyContract,
    askDevices,
    openPaySheet: paySheet(wx),
    addresses: wxAddressBook(wx),
    newRequestID: randomID,
    random: Math.random,
    log,
  })
}

App<KaiboApp>({
  stores() {
    stores ??= makeStores()
    return stores
  },
})

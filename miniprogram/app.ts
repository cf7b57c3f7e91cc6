import { config } from './config'
import { wxCloud } from './services/cloud'
import { askDevices, systemClock } from './services/device'
import { rtcLoader } from './services/rtc-loader'
import { createStores, type Stores } from './stores/create-stores'

/** The composition root: services are made, stores get them, pages take their store from here. */
export interface KaiboApp {
  readonly stores: Stores
}

const log = (line: string) => console.info(`[kaibo] ${line}`)

wx.cloud.init({ ...(config.cloudEnv === '' ? {} : { env: config.cloudEnv }), traceUser: false })

App<KaiboApp>({
  stores: createStores({
    cloud: wxCloud(log),
    clock: systemClock,
    loadRtc: rtcLoader({ appID: config.zegoAppID, server: config.zegoServer, clock: systemClock, log }),
    askDevices,
    random: Math.random,
    log,
  }),
})

import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AutomatorPort } from './automator/automator.ts'
import { type ClientDatabaseRequest, type CloudHandle, startCloud } from './cloud/cloud.ts'
import { addControlApi } from './control/api.ts'
import { cloudDepsOf } from './control/cloud-deps.ts'
import { serveControlPage } from './control/control-page.ts'
import { createDevices, type Devices } from './control/devices.ts'
import { type HeadlessOptions, headlessPhones } from './control/headless-phones.ts'
import { isLock, takeLock } from './control/lock.ts'
import { createMovableClock } from './control/movable-clock.ts'
import { httpAddressOf, payDepsOf, paymentGatewayOf, payPlaceholders } from './control/pay-wiring.ts'
import { fillPlaceholders, type Placeholders } from './control/placeholders.ts'
import { productionHosts } from './control/production-hosts.ts'
import { createRecorder, type Recorder } from './control/recorder.ts'
import { createSettings, type Settings } from './control/settings.ts'
import { createUpdates, logLineOf } from './control/updates.ts'
import { SandboxError } from './errors.ts'
import { FaultRegistry } from './faults/fault-registry.ts'
import { type MediaHandle, startMedia } from './media/media.ts'
import type { Clock, Log, PartContext } from './part.ts'
import { type PayHandle, startPay } from './pay/pay.ts'
import { openPeople, type People } from './people/people.ts'
import { openSecrets } from './people/secrets.ts'
import { type PhoneDeps, type PhoneHandle, startPhone } from './phone/phone.ts'
import type { Project } from './project/project.ts'
import { createRequestGuard, sandboxOrigins } from './web/request-guard.ts'
import { startWebServer } from './web/web-server.ts'
import { startZego, type ZegoHandle } from './zego/zego.ts'

export interface SandboxOptions {
  readonly project: Project
  /** Of the control page; absent = any free one. */
  readonly port?: number
  /** Everything the sandbox keeps; absent = `.sandbox` in the project. */
  readonly dataDir?: string
  /** Opens the configured phones in a headless browser with a fake camera. */
  readonly headless?: boolean
  /** Forgets what the data folder holds, secrets and people included. */
  readonly reset?: boolean
  /** Saving a file of the Mini Program reloads the phones. */
  readonly watch?: boolean
  /** What the phones' camera shows: this machine's, a drawn scene, or that scene with time marks. */
  readonly scene?: PhoneDeps['scene']
  /** The machine's time, of which the sandbox's clock is ahead or behind. */
  readonly clock?: Clock
  readonly browser?: HeadlessOptions
  readonly log: Log
}

export interface Sandbox {
  /** `http://127.0.0.1:PORT` of the control page and API. */
  readonly url: string
  readonly ports: Readonly<Record<'http' | 'rtmp' | 'flv' | 'zego', number | null>>
  readonly people: People
  readonly devices: Devices
  readonly media: MediaHandle
  /** null when the project's sandbox.config.json has no `zego`. */
  readonly zego: ZegoHandle | null
  /** null when it has no `pay`. */
  readonly pay: PayHandle | null
  readonly cloud: CloudHandle
  readonly phone: PhoneHandle
  readonly faults: FaultRegistry
  readonly recorder: Recorder
  readonly settings: Settings
  /** Of functions, database, ZEGO and media; resolves when the timers that became due have run. */
  moveClock(offsetMs: number): Promise<void>
  /** An automation port for a phone, without the command line. */
  openAutomatorPort(phoneID: string, port?: number): Promise<AutomatorPort>
  /** Back to the seed. */
  reset(): Promise<void>
  /** Everything ends in reverse order; twice is harmless. */
  stop(): Promise<void>
}

export const LOCK_FILE = 'sandbox.lock.json'

const PAGE_MODULES = ['./automator/in-page/automator.ts', './control/in-page/record-packages.ts'].map(
  (file) => fileURLToPath(new URL(file, import.meta.url)),
)

/**
 * Starts every part and wires them; a part that fails to start takes the others down. Throws SandboxError: PORT_IN_USE,
 * BAD_PROJECT, NO_BROWSER, or BAD_REQUEST when a sandbox of this data folder runs already.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { project } = options
  const { config } = project
  const dataDir = options.dataDir ?? join(project.root, '.sandbox')
  const stops: (() => unknown)[] = []
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= (async () => {
      for (const end of stops.reverse()) await end()
    })()
    return stopping
  }
  const started = <T extends { stop(): unknown }>(part: T): T => {
    stops.push(() => part.stop())
    return part
  }

  try {
    mkdirSync(dataDir, { recursive: true })
    const lock = takeLock(join(dataDir, LOCK_FILE))
    if (!isLock(lock)) {
      const where = lock.url ?? 'it is just starting'
      throw new SandboxError('BAD_REQUEST', `a sandbox of this project is already running: ${where}`)
    }
    stops.push(() => lock.release())
    if (options.reset) forget(dataDir)

    const updates = createUpdates()
    const log: Log = (line, detail) => {
      options.log(line, detail)
      updates.say({ at: Date.now(), from: 'sandbox', type: 'info', text: line })
    }
    const people = openPeople({ file: join(dataDir, 'people.json'), config })
    const { secret } = openSecrets(join(dataDir, 'secrets.json'))
    const clock = createMovableClock(options.clock)

    // The main port first: its number is what makes an origin ours, at every other port, too.
    const guard = createRequestGuard(sandboxOrigins(() => web.port))
    const web = started(await startWebServer({ guard, port: options.port }))
    const part = (name: string): PartContext => {
      const own = join(dataDir, name)
      mkdirSync(own, { recursive: true })
      return { clock, log, dataDir: own, guard }
    }

    // Before the cloud: function workers are warmed at once and their environment names ZEGO's address.
    const media = started(
      await startMedia(part('media'), { onPublish: async (request) => zego?.admits(request) ?? true }),
    )
    const serverSecret = secret('zego.server')
    const callbackSecret = secret('zego.callback')
    const publishPrivilege = config.zego?.publishPrivilege ?? true
    const zego: ZegoHandle | null = config.zego
      ? started(
          await startZego(part('zego'), {
            appID: config.zego.appID,
            serverSecret,
            rtmpHost: () => media.rtmpHost,
            isLive: (streamID) =>
              media.streams().some((stream) => stream.streamID === streamID && stream.publishing),
            callbacks: { secret: callbackSecret, url: () => callbackUrl() },
            publishPrivilege,
          }),
        )
      : null
    if (zego) stops.push(zego.onStreamEnded((streamID) => media.kill(streamID)))

    const mchid = config.pay?.mchid
    const httpUrl = () => cloud.httpUrl
    const pay: PayHandle | null =
      mchid === undefined
        ? null
        : started(await startPay(part('pay'), payDepsOf(project, { mchid, people, httpUrl })))

    const placeholders: Placeholders = {
      'cloud.httpAddress': () => httpAddressOf(config.cloud.env),
      ...(pay && payPlaceholders(pay, project.appid)),
      ...(zego && {
        'zego.appID': () => String(config.zego?.appID),
        'zego.serverSecret': () => serverSecret,
        'zego.callbackSecret': () => callbackSecret,
        'zego.serverApiUrl': () => zego.serverApiUrl,
      }),
    }
    const { functionEnv: envTexts } = config.cloud
    const functionEnv = fillPlaceholders('functionEnv', envTexts, placeholders, secret)
    const notes = fillPlaceholders('notes', config.notes ?? {}, placeholders, secret)
    const cloud: CloudHandle = started(
      await startCloud(part('cloud'), cloudDepsOf({ project, people, functionEnv, dataDir, log, pay })),
    )
    const callbackUrl = () =>
      config.zego?.callbackFunction ? `${cloud.httpUrl}/${config.zego.callbackFunction}` : null
    const callerOf = (person: string) => ({ openid: people.byName(person).openid })
    const call = (person: string, name: string, data: unknown) =>
      cloud.callFunction(callerOf(person), name, data)

    const phone = started(
      await startPhone(part('phone'), {
        web,
        project,
        hosts: productionHosts(zego),
        flvUrl: media.flvUrl,
        pushUrl: media.pushUrl,
        scene: options.scene,
        watch: options.watch,
        recordPackages: config.record,
        callFunction: call,
        payments: pay ? paymentGatewayOf(pay, cloud, people) : undefined,
        cloudDatabase: async (person, request) => ({
          ...(await cloud.clientDatabase(callerOf(person), request as ClientDatabaseRequest)),
        }),
        cloudFiles: {
          upload: (person, path, bytes, type) => cloud.clientUpload(callerOf(person), path, bytes, type),
          tempUrls: (person, fileIDs) => cloud.clientTempUrls(callerOf(person), fileIDs),
          remove: (person, fileIDs) => cloud.clientDelete(callerOf(person), fileIDs),
        },
        onLog: (phoneID, entry) => {
          const text = logLineOf(entry)
          updates.say({ at: Date.now(), from: phoneID, type: entry.type, text })
          if (entry.type === 'exception' || entry.type === 'error') options.log(`${phoneID}: ${text}`)
        },
        extraPageModules: PAGE_MODULES,
      }),
    )
    const { phones } = phone
    stops.push(phones.onConnect(() => updates.changed('phones')))

    const headless = headlessPhones(options.browser)
    const devices = started(
      createDevices({ project, people, phones, headless, database: cloud.database, updates }),
    )
    const faults = started(
      new FaultRegistry({
        targets: { ...phone.faults, ...media.faults, ...zego?.faults, ...pay?.faults, ...cloud.faults },
        originOf: (id) => originOf(devices, id),
      }),
    )
    faults.onChange((line) => {
      log(line)
      updates.changed('faults')
    })
    const recorder = createRecorder(phones)
    const settings = createSettings({ cloud, zego, publishPrivilege })
    const moveClock = async (offsetMs: number) => {
      clock.move(offsetMs)
      updates.changed('clock')
      await cloud.tick()
    }
    const reset = async () => {
      await faults.remove()
      clock.move(0)
      people.reset()
      await devices.closePhonesOfRemovedPeople()
      await zego?.reset()
      await pay?.reset()
      await media.reset()
      await cloud.reset()
      settings.reset()
      await phone.reset()
      updates.changed('reset')
    }
    const ports = { http: web.port, rtmp: media.rtmpPort, flv: media.flvPort, zego: zego?.port ?? null }
    addControlApi(web.app, {
      port: () => web.port,
      devices,
      people,
      phones,
      faults,
      recorder,
      call,
      environment: {
        ports: () => ports,
        urls: () => ({ httpFunctions: cloud.httpUrl, zegoServerApi: zego?.serverApiUrl ?? null }),
        functions: () =>
          cloud.functions().map(({ name }) => ({ name, actions: config.cloud.actions?.[name] })),
        rooms: () => zego?.rooms() ?? [],
        streams: () => media.streams(),
        clockOffsetMs: () => clock.offsetMs,
        moveClock,
        settings,
        timers: () => cloud.triggers(),
        fireTimer: (name, timer) => cloud.fireTimer(name, timer),
        counters: () => ({ cloud: cloud.counters(), zego: zego?.counters() ?? null }),
        resetCounters: () => cloud.resetCounters(),
        encoderUrl: (streamID) => {
          if (!zego)
            throw new SandboxError('NOT_FOUND', 'this project has no zego in its sandbox.config.json')
          return zego.encoderUrl(streamID)
        },
        callbacks: () => zego?.callbacks() ?? [],
        reset,
        project: { name: project.name, roles: Object.keys(config.roles), notes },
      },
    })
    await serveControlPage(web, updates)
    if (options.headless) await devices.openConfigured({ headless: true })

    lock.announce(web.url)
    return {
      url: web.url,
      ports,
      people,
      devices,
      media,
      zego,
      pay,
      cloud,
      phone,
      faults,
      recorder,
      settings,
      moveClock,
      openAutomatorPort: (phoneID, port) => devices.openAutomator({ phoneID, port }),
      reset,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** By its page's origin ZEGO's port knows which phone a socket belongs to. Throws SandboxError NOT_FOUND. */
function originOf(devices: Devices, phoneID: string): string {
  const phone = devices.phones().find(({ id }) => id === phoneID)
  if (!phone) throw new SandboxError('NOT_FOUND', `there is no phone ${phoneID}`)
  return new URL(phone.url).origin
}

/** Only what a sandbox made: the folder may hold a person's own notes. */
function forget(dataDir: string): void {
  for (const name of ['people.json', 'secrets.json', 'cloud', 'media', 'zego', 'pay', 'phone']) {
    rmSync(join(dataDir, name), { recursive: true, force: true })
  }
}

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AutomatorPort } from './automator/automator.ts'
import { type CloudHandle, startCloud } from './cloud/cloud.ts'
import { addControlApi } from './control/api.ts'
import { serveControlPage } from './control/control-page.ts'
import { createDevices, type Devices } from './control/devices.ts'
import { type HeadlessOptions, headlessPhones } from './control/headless-phones.ts'
import type { MovableClock } from './control/movable-clock.ts'
import { createRecorder, type Recorder } from './control/recorder.ts'
import { createSettings, type Settings } from './control/settings.ts'
import { logLineOf, type Updates } from './control/updates.ts'
import { SandboxError } from './errors.ts'
import { FaultRegistry } from './faults/fault-registry.ts'
import { type MediaHandle, startMedia } from './media/media.ts'
import type { Log, PartContext } from './part.ts'
import { rowsOf } from './part-runner.ts'
import { type PayHandle, startPay } from './pay/pay.ts'
import { openPeople, type People } from './people/people.ts'
import { type PhoneDeps, type PhoneHandle, startPhone } from './phone/phone.ts'
import type { Project } from './project/project.ts'
import { createRequestGuard, type RequestGuard, sandboxOrigins } from './web/request-guard.ts'
import { startWebServer, type WebServer } from './web/web-server.ts'
import { cloudDepsOf } from './wiring/cloud-deps.ts'
import { cloudGatewayOf } from './wiring/cloud-gateway.ts'
import { type ControlHandle, controlEnvironmentOf } from './wiring/control-environment.ts'
import { filledIn } from './wiring/filled-in.ts'
import { payDepsOf, paymentGatewayOf } from './wiring/pay-deps.ts'
import { productionHosts } from './wiring/production-hosts.ts'
import { zegoDepsOf } from './wiring/zego-deps.ts'
import { startZego, type ZegoHandle } from './zego/zego.ts'

/** What all parts of one sandbox share. */
export interface SandboxBase {
  readonly project: Project
  readonly dataDir: string
  readonly clock: MovableClock
  readonly log: Log
  /** As `log`, without showing it on the control page. */
  readonly terminal: Log
  /** What the control page shows as it happens. */
  readonly updates: Updates
  /** A random secret of this data folder, by name. */
  readonly secret: (name: string) => string
  /** Of the whole sandbox. */
  readonly reset: () => Promise<void>
  readonly options: {
    /** Of the control page; absent = any free one. */
    readonly port?: number
    /** Opens the configured phones in a headless browser with a fake camera. */
    readonly headless?: boolean
    /** Saving a file of the Mini Program reloads the phones. */
    readonly watch?: boolean
    /** What the phones' camera shows: this machine's, a drawn scene, or that scene with time marks. */
    readonly scene?: PhoneDeps['scene']
    readonly browser?: HeadlessOptions
  }
}

/** What the parts hand out. They meet only in the table below. */
export interface Handles {
  /** The main port; by it pages of this sandbox are known at every other port. */
  readonly web: WebServer & { readonly guard: RequestGuard }
  readonly people: People
  readonly media: MediaHandle
  /** null when the project's sandbox.config.json has no `zego`. */
  readonly zego: ZegoHandle | null
  /** null when it has no `pay`. */
  readonly pay: PayHandle | null
  readonly cloud: CloudHandle
  readonly phone: PhoneHandle
  readonly devices: Devices
  readonly faults: FaultRegistry
  readonly recorder: Recorder
  readonly settings: Settings
  readonly control: ControlHandle
}

const PAGE_MODULES = ['./automator/in-page/automator.ts', './control/in-page/record-packages.ts'].map(
  (file) => fileURLToPath(new URL(file, import.meta.url)),
)

function contextOf(name: string, { clock, log, dataDir }: SandboxBase, guard: RequestGuard): PartContext {
  const own = join(dataDir, name)
  mkdirSync(own, { recursive: true })
  return { clock, log, dataDir: own, guard }
}

const row = rowsOf<Handles, SandboxBase>()

/** Every part: what it needs, and how it starts. The order follows from `needs`. */
export const PARTS = [
  row({
    name: 'web',
    needs: [],
    async start(_, { options }) {
      const guard = createRequestGuard(sandboxOrigins((): number => web.port))
      const web = await startWebServer({ guard, port: options.port })
      return { ...web, guard }
    },
  }),
  row({
    name: 'people',
    needs: [],
    start: (_, { project, dataDir }) =>
      openPeople({ file: join(dataDir, 'people.json'), config: project.config }),
  }),
  row({
    name: 'media',
    needs: ['web'],
    later: ['zego'],
    // A publisher that comes while ZEGO is starting waits for its answer.
    start: ({ web }, base, later) =>
      startMedia(contextOf('media', base, web.guard), {
        onPublish: async (request) => (await later.zego())?.admits(request) ?? true,
      }),
  }),
  row({
    name: 'zego',
    needs: ['web', 'media'],
    later: ['cloud'],
    async start({ web, media }, base, later) {
      const { zego } = base.project.config
      if (!zego) return null
      const httpUrl = async () => (await later.cloud())?.httpUrl ?? null
      const deps = zegoDepsOf({ zego, secret: base.secret, media, httpUrl })
      const handle = await startZego(contextOf('zego', base, web.guard), deps)
      handle.onStreamEnded((streamID) => media.kill(streamID))
      return handle
    },
  }),
  row({
    name: 'pay',
    needs: ['web', 'people'],
    later: ['cloud'],
    async start({ web, people }, base, later) {
      const { mchid } = base.project.config.pay ?? {}
      if (mchid === undefined) return null
      const httpUrl = async () => (await later.cloud())?.httpUrl ?? null
      const deps = payDepsOf(base.project, { mchid, people, httpUrl })
      return startPay(contextOf('pay', base, web.guard), deps)
    },
  }),
  row({
    name: 'cloud',
    // Function workers are warmed at once, and their environment names ZEGO and WeChat Pay.
    needs: ['web', 'people', 'zego', 'pay'],
    start({ web, people, zego, pay }, base) {
      const { project, dataDir, log } = base
      const functionEnv = filledIn('functionEnv', project.config.cloud.functionEnv, { ...base, zego, pay })
      const deps = cloudDepsOf({ project, people, functionEnv, dataDir, log, pay })
      return startCloud(contextOf('cloud', base, web.guard), deps)
    },
  }),
  row({
    name: 'phone',
    needs: ['web', 'people', 'media', 'zego', 'pay', 'cloud'],
    start({ web, people, media, zego, pay, cloud }, base) {
      const { project, options, terminal, updates } = base
      const { callFunction, files, database } = cloudGatewayOf(cloud, people)
      return startPhone(contextOf('phone', base, web.guard), {
        web,
        project,
        hosts: productionHosts(zego),
        flvUrl: media.flvUrl,
        pushUrl: media.pushUrl,
        scene: options.scene,
        watch: options.watch,
        recordPackages: project.config.record,
        callFunction,
        cloudFiles: files,
        cloudDatabase: database,
        payments: pay ? paymentGatewayOf(pay, cloud, people) : undefined,
        onLog: (phoneID, entry) => {
          const text = logLineOf(entry)
          updates.say({ at: Date.now(), from: phoneID, type: entry.type, text })
          if (entry.type === 'exception' || entry.type === 'error') terminal(`${phoneID}: ${text}`)
        },
        extraPageModules: PAGE_MODULES,
      })
    },
  }),
  row({
    name: 'devices',
    needs: ['people', 'phone', 'cloud'],
    start({ people, phone: { phones }, cloud: { database } }, { project, options, updates }) {
      phones.onConnect(() => updates.changed('phones'))
      const headless = headlessPhones(options.browser)
      return createDevices({ project, people, phones, headless, database, updates })
    },
  }),
  row({
    name: 'faults',
    needs: ['media', 'zego', 'pay', 'cloud', 'phone'],
    start({ media, zego, pay, cloud, phone }, { log, updates }) {
      const faults = new FaultRegistry({
        targets: { ...phone.faults, ...media.faults, ...zego?.faults, ...pay?.faults, ...cloud.faults },
        originOf: (phoneID) => originOf(phone, phoneID),
      })
      faults.onChange((line) => {
        log(line)
        updates.changed('faults')
      })
      return faults
    },
  }),
  row({ name: 'recorder', needs: ['phone'], start: ({ phone }) => createRecorder(phone.phones) }),
  row({
    name: 'settings',
    needs: ['zego', 'cloud'],
    start: ({ zego, cloud }, { project }) =>
      createSettings({ cloud, zego, publishPrivilege: project.config.zego?.publishPrivilege ?? true }),
  }),
  row({
    name: 'control',
    // After the phone: pN.localhost is answered first.
    needs: [
      'web',
      'people',
      'media',
      'zego',
      'pay',
      'cloud',
      'phone',
      'devices',
      'faults',
      'recorder',
      'settings',
    ],
    async start({ web, people, media, zego, pay, cloud, phone: { phones }, ...handles }, base) {
      const { project, options, clock, updates, reset } = base
      const { devices, faults, recorder, settings } = handles
      const control: ControlHandle = {
        url: web.url,
        ports: { http: web.port, rtmp: media.rtmpPort, flv: media.flvPort, zego: zego?.port ?? null },
        async moveClock(offsetMs) {
          clock.move(offsetMs)
          updates.changed('clock')
          await cloud.tick()
        },
      }
      const notes = filledIn('notes', project.config.notes ?? {}, { ...base, zego, pay })
      addControlApi(web.app, {
        port: () => web.port,
        devices,
        people,
        phones,
        faults,
        recorder,
        call: cloudGatewayOf(cloud, people).callFunction,
        environment: controlEnvironmentOf({
          ...{ control, clock, project, notes, media, zego, cloud, settings, reset },
        }),
      })
      await serveControlPage(web, updates)
      if (options.headless) await devices.openConfigured({ headless: true })
      return control
    },
  }),
]

/** By its page's origin ZEGO's port knows which phone a socket belongs to. Throws SandboxError NOT_FOUND. */
function originOf({ phones }: PhoneHandle, phoneID: string): string {
  const phone = phones.list().find(({ id }) => id === phoneID)
  if (!phone) throw new SandboxError('NOT_FOUND', `there is no phone ${phoneID}`)
  return new URL(phone.url).origin
}

/** What tests and commands ask of a running sandbox without naming the part. */
export interface Shortcuts {
  readonly url: string
  readonly ports: ControlHandle['ports']
  moveClock: ControlHandle['moveClock']
  /** An automation port for a phone, without the command line. */
  openAutomatorPort(phoneID: string, port?: number): Promise<AutomatorPort>
}

export const shortcutsOf = ({ control, devices }: Handles): Shortcuts => ({
  ...control,
  openAutomatorPort: (phoneID, port) => devices.openAutomator({ phoneID, port }),
})

import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AutomatorPort } from './automator/automator.ts'
import { type CloudHandle, readFunctionRules, startCloud } from './cloud/cloud.ts'
import { addControlApi } from './control/api.ts'
import { serveControlPage } from './control/control-page.ts'
import { createDesk, type Desk } from './control/desk.ts'
import { createFaults } from './control/faults.ts'
import { fillFunctionEnv, type Placeholders } from './control/function-env.ts'
import { type HeadlessOptions, headlessPhones } from './control/headless-phones.ts'
import { readIndexFile } from './control/index-file.ts'
import { createLive, lineOf } from './control/live.ts'
import { isLock, takeLock } from './control/lock.ts'
import { productionHosts } from './control/production-hosts.ts'
import { SandboxError } from './errors.ts'
import { type MediaHandle, startMedia } from './media/media.ts'
import { type Clock, type Log, type PartContext, systemClock } from './part.ts'
import { openPeople, type People } from './people/people.ts'
import { openSecrets } from './people/secrets.ts'
import { type PhoneDeps, type PhoneHandle, startPhone } from './phone/phone.ts'
import type { Project } from './project/project.ts'
import { createFence, sandboxOrigins } from './web/fence.ts'
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
  /** What the phones' camera shows: the desk's own, a drawn scene, or that scene with time marks. */
  readonly scene?: PhoneDeps['scene']
  readonly clock?: Clock
  readonly browser?: HeadlessOptions
  readonly log: Log
}

export interface Sandbox {
  /** `http://127.0.0.1:PORT` of the control page and API. */
  readonly url: string
  readonly ports: Readonly<Record<'http' | 'rtmp' | 'flv' | 'zego', number | null>>
  readonly people: People
  readonly desk: Desk
  readonly media: MediaHandle
  /** null when the project's sandbox.config.json has no `zego`. */
  readonly zego: ZegoHandle | null
  readonly cloud: CloudHandle
  readonly phone: PhoneHandle
  /** An automation port for a phone, without the command line. */
  openAutomatorPort(phoneID: string, port?: number): Promise<AutomatorPort>
  /** Back to the seed. */
  reset(): Promise<void>
  /** Everything ends in reverse order; twice is harmless. */
  stop(): Promise<void>
}

export const LOCK_FILE = 'sandbox.lock.json'

const AUTOMATOR_PAGE = fileURLToPath(new URL('./automator/in-page/automator.ts', import.meta.url))

/**
 * Starts every part and wires them; a part that fails to start takes the others down. Throws SandboxError: PORT_IN_USE,
 * BAD_PROJECT, NO_BROWSER, or BAD_REQUEST when a sandbox of this data folder runs already.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { project, clock = systemClock } = options
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

    const live = createLive()
    const log: Log = (line, detail) => {
      options.log(line, detail)
      live.say({ at: Date.now(), from: 'sandbox', type: 'info', text: line })
    }
    const people = openPeople({ file: join(dataDir, 'people.json'), config: project.config })
    const { secret } = openSecrets(join(dataDir, 'secrets.json'))

    // The main port first: its number is what makes an origin ours, at every other port, too.
    const fence = createFence(sandboxOrigins(() => web.port))
    const web = started(await startWebServer({ fence, port: options.port }))
    const part = (name: string): PartContext => {
      const own = join(dataDir, name)
      mkdirSync(own, { recursive: true })
      return { clock, log, dataDir: own, fence }
    }

    // Before the cloud: function workers are warmed at once and their environment names ZEGO's address.
    const media = started(await startMedia(part('media')))
    const { zego: zegoConfig } = project.config
    const serverSecret = secret('zego.server')
    const zego = zegoConfig
      ? started(
          await startZego(part('zego'), {
            appID: zegoConfig.appID,
            serverSecret,
            rtmpHost: () => media.rtmpHost,
          }),
        )
      : null

    const placeholders: Placeholders = zego
      ? {
          'zego.appID': () => String(zegoConfig?.appID),
          'zego.serverSecret': () => serverSecret,
          'zego.serverApiUrl': () => zego.serverApiUrl,
        }
      : {}
    const functionEnv = fillFunctionEnv(project.config.cloud.functionEnv, placeholders, secret)
    const cloud = started(
      await startCloud(part('cloud'), cloudDeps(project, people, functionEnv, dataDir, log)),
    )
    const call = (person: string, name: string, data: unknown) =>
      cloud.callFunction({ openid: people.byName(person).openid }, name, data)

    const phone = started(
      await startPhone(part('phone'), {
        web,
        project,
        hosts: productionHosts(zego),
        flvUrl: media.flvUrl,
        pushUrl: media.pushUrl,
        scene: options.scene,
        callFunction: call,
        onLog: (phoneID, entry) => {
          const text = lineOf(entry)
          live.say({ at: Date.now(), from: phoneID, type: entry.type, text })
          if (entry.type === 'exception' || entry.type === 'error') options.log(`${phoneID}: ${text}`)
        },
        extraPageModules: [AUTOMATOR_PAGE],
      }),
    )
    stops.push(phone.phones.onConnect(() => live.changed('phones')))

    const { phones } = phone
    const headless = headlessPhones(options.browser)
    const desk = started(createDesk({ project, people, phones, headless, database: cloud.database, live }))
    const faults = started(
      createFaults({
        killStreams: (streamID) => media.kill(streamID),
        dropZegoSockets: zego ? (userID) => zego.dropSockets(userID) : undefined,
        pressPhone: async (id, button) => void (await phones.request(id, `app.${button}`, {})),
      }),
    )
    const reset = async () => {
      await faults.remove()
      people.reset()
      await desk.closeStrangers()
      await cloud.reset()
      await media.reset()
      await zego?.reset()
      await phone.reset()
      live.changed('reset')
    }
    const ports = { http: web.port, rtmp: media.rtmpPort, flv: media.flvPort, zego: zego?.port ?? null }
    addControlApi(web.app, {
      port: () => web.port,
      ports: () => ports,
      desk,
      people,
      phones,
      faults,
      functions: () => cloud.functions(),
      rooms: () => zego?.rooms() ?? [],
      streams: () => media.streams(),
      call,
      reset,
      project: { name: project.name, roles: Object.keys(project.config.roles) },
    })
    await serveControlPage(web, live)
    if (options.headless) await desk.openConfigured({ headless: true })

    lock.announce(web.url)
    return {
      url: web.url,
      ports,
      people,
      desk,
      media,
      zego,
      cloud,
      phone,
      openAutomatorPort: (phoneID, port) => desk.openAutomator({ phoneID, port }),
      reset,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function cloudDeps(
  project: Project,
  people: People,
  functionEnv: Record<string, string>,
  dataDir: string,
  log: Log,
): Parameters<typeof startCloud>[1] {
  const { cloud } = project.config
  const functionsDir = project.functionsDir ?? join(dataDir, 'no-functions')
  if (project.functionsDir && !existsSync(project.functionsDir)) {
    log(
      `no cloud functions in ${project.functionsDir}: build the project first (npm run build); calls are refused`,
    )
  }
  return {
    appid: project.appid,
    envId: cloud.env,
    functionsDir,
    functionEnv: () => functionEnv,
    collections: cloud.seed.filter(({ doc }) => !doc).map(({ collection }) => collection),
    seed: () => [
      ...cloud.seed.flatMap(({ collection, doc }) => (doc ? [{ collection, doc }] : [])),
      ...people.list().flatMap((person) => people.roleDocuments(person)),
    ],
    indexes: cloud.indexes ? readIndexFile(join(project.root, cloud.indexes)) : [],
    httpFunctions: cloud.http,
    functionRules: cloud.functionRules ? readFunctionRules(join(project.root, cloud.functionRules)) : {},
    isPerson: (openid) => people.list().some((person) => person.openid === openid),
  }
}

/** Only what a sandbox made: the folder may hold a person's own notes. */
function forget(dataDir: string): void {
  for (const name of ['people.json', 'secrets.json', 'cloud', 'media', 'zego', 'phone']) {
    rmSync(join(dataDir, name), { recursive: true, force: true })
  }
}

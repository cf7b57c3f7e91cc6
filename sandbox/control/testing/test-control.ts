import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { SandboxError } from '../../errors.ts'
import { lasting, once } from '../../faults/fault-kind.ts'
import { FaultRegistry } from '../../faults/fault-registry.ts'
import { openPeople } from '../../people/people.ts'
import { PhoneRegistry } from '../../phone/phones.ts'
import type { Project } from '../../project/project.ts'
import { createRequestGuard, sandboxOrigins } from '../../web/request-guard.ts'
import { startWebServer } from '../../web/web-server.ts'
import { addControlApi } from '../api.ts'
import { serveControlPage } from '../control-page.ts'
import { createDevices } from '../devices.ts'
import { createRecorder } from '../recorder.ts'
import { createSettings } from '../settings.ts'
import { createUpdates, type Updates } from '../updates.ts'

const project: Project = {
  root: '/nowhere',
  appid: 'wx1',
  name: 'shop',
  miniprogramRoot: '/nowhere',
  functionsDir: null,
  config: {
    people: [{ name: '阿禾', role: 'owner' }],
    roles: { owner: [{ collection: 'members', doc: { _id: 'owner', openid: '{openid}' } }], viewer: [] },
    phones: [{ person: '阿禾', label: '商家' }, { person: '小鹿' }],
    cloud: { env: 'e', seed: [], functionEnv: {} },
  },
}

export interface Reply {
  readonly status: number
  readonly body: Record<string, unknown>
}

export interface TestControl {
  readonly port: number
  readonly url: string
  readonly updates: Updates
  /** What was written into the database: [collection, document]. */
  readonly inserted: readonly unknown[]
  /** What faults did and undid. */
  readonly weather: readonly string[]
  /** What settings were told to the parts. */
  readonly settled: readonly string[]
  readonly phones: PhoneRegistry
  resets(): number
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>
  stop(): Promise<void>
}

/** The control API and page over real people and phones; browser, cloud and media only remember. */
export async function startTestControl(): Promise<TestControl> {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-control-'))
  const web = await startWebServer({ guard: createRequestGuard(sandboxOrigins((): number => web.port)) })
  const updates = createUpdates()
  const inserted: [string, unknown][] = []
  const headlessOpen: string[] = []
  let resets = 0
  const people = openPeople({ file: join(folder, 'people.json'), config: project.config })
  const call = async (_person: string, name: string, data: unknown) => {
    if (name === 'missing')
      throw Object.assign(new Error('no function'), { errCode: -501000, errMsg: 'cloud.callFunction:fail' })
    return { result: { echo: data } }
  }
  const phones = new PhoneRegistry({
    port: () => web.port,
    callFunction: async (person, name, data) => ({ ...(await call(person, name, data)), requestID: 'r' }),
    recompile: async () => {},
  })
  const headless = {
    open: async (id: string) => void headlessOpen.push(id),
    close: async () => {},
    has: (id: string) => headlessOpen.includes(id),
    screenshot: async () => null,
    stop: async () => {},
  }
  const database = {
    count: async () => inserted.length,
    insert: async (collection: string, doc: unknown) => void inserted.push([collection, doc]),
    remove: async (collection: string, query: Record<string, unknown>) => {
      const at = inserted.findIndex(([name, doc]) => {
        const fields = doc as Record<string, unknown>
        return name === collection && Object.entries(query).every(([key, value]) => fields[key] === value)
      })
      if (at >= 0) inserted.splice(at, 1)
    },
  }
  const devices = createDevices({ project, people, phones, headless, database, updates })
  const weather: string[] = []
  const faults = new FaultRegistry({
    targets: {
      weather: {
        label: '天气',
        kinds: {
          rain: lasting(
            { label: '下雨', what: 'It rains.', fields: { litres: z.int().positive().default(1) } },
            ({ litres }) => {
              weather.push(`rain ${litres}`)
              return () => weather.push('sun')
            },
          ),
          thunder: once({ label: '打雷', what: 'It thunders.' }, () => weather.push('thunder')),
          drought: once({ label: '干旱', what: 'Nothing grows.' }, () => {
            throw new SandboxError('NOT_FOUND', 'nothing grew here before')
          }),
        },
      },
    },
    originOf: (id) => `http://${id}.localhost`,
  })
  const settled: string[] = []
  const settings = createSettings({
    cloud: {
      setLatency: (latency) => settled.push(`latency ${JSON.stringify(latency)}`),
      setFunctionRules: (on) => settled.push(`rules ${on}`),
    },
    zego: { setPublishPrivilege: (on) => settled.push(`privilege ${on}`) },
    publishPrivilege: true,
  })
  let offsetMs = 0
  addControlApi(web.app, {
    port: () => web.port,
    devices,
    people,
    phones,
    faults,
    recorder: createRecorder(phones),
    call,
    environment: {
      ports: () => ({ http: web.port, rtmp: 1935, flv: 8000, zego: null }),
      urls: () => ({ httpFunctions: 'http://127.0.0.1:1', zegoServerApi: null }),
      functions: () => [{ name: 'token', actions: ['issue'] }],
      rooms: () => [],
      streams: () => [],
      clockOffsetMs: () => offsetMs,
      moveClock: async (next) => {
        offsetMs = next
      },
      settings,
      timers: () => [{ function: 'clock', name: 'every-minute' }],
      fireTimer: async (name) => {
        if (name !== 'clock') throw new SandboxError('NOT_FOUND', `function ${name} has no timer`)
      },
      counters: () => ({ cloud: { dbReads: 1 }, zego: null }),
      resetCounters: () => settled.push('counters 0'),
      encoderUrl: (streamID) => `rtmp://127.0.0.1:1/live/${streamID}?token=t`,
      callbacks: () => [{ event: 'room_create', body: '{}' }],
      reset: async () => {
        resets += 1
      },
      project: { name: project.name, roles: Object.keys(project.config.roles), notes: { hint: 'tea' } },
    },
  })
  await serveControlPage(web, updates)
  return {
    port: web.port,
    url: web.url,
    updates,
    inserted,
    weather,
    settled,
    phones,
    resets: () => resets,
    ask: (...call) => ask(web.port, ...call),
    stop: async () => {
      await devices.stop()
      phones.stop()
      faults.stop()
      await web.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

/** node:http, because fetch cannot send a Host or Origin of its own choosing. */
function ask(
  port: number,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body)
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        method,
        path: encodeURI(path),
        headers: { host: `127.0.0.1:${port}`, 'content-type': 'application/json', ...headers },
      },
      (response) => {
        let answer = ''
        response.on('data', (chunk) => (answer += chunk))
        response.on('end', () => {
          const isJson = String(response.headers['content-type']).includes('json')
          resolve({ status: response.statusCode ?? 0, body: isJson ? JSON.parse(answer) : { text: answer } })
        })
      },
    )
    sent.on('error', reject)
    sent.end(text)
  })
}

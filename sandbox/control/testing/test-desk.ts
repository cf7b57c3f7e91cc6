import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPeople } from '../../people/people.ts'
import { PhoneRegistry } from '../../phone/phones.ts'
import type { Project } from '../../project/project.ts'
import { createFence, sandboxOrigins } from '../../web/fence.ts'
import { startWebServer } from '../../web/web-server.ts'
import { addControlApi } from '../api.ts'
import { serveControlPage } from '../control-page.ts'
import { createDesk } from '../desk.ts'
import { createFaults } from '../faults.ts'
import { createLive, type Live } from '../live.ts'

const project: Project = {
  root: '/nowhere',
  appid: 'wx1',
  name: 'shop',
  miniprogramRoot: '/nowhere',
  functionsDir: null,
  config: {
    people: [{ name: '阿禾', role: 'merchant' }],
    roles: { merchant: [{ collection: 'members', doc: { _id: 'owner', openid: '{openid}' } }], shopper: [] },
    phones: [{ person: '阿禾', label: '商家' }, { person: '小鹿' }],
    cloud: { env: 'e', seed: [], functionEnv: {} },
  },
}

export interface Reply {
  readonly status: number
  readonly body: Record<string, unknown>
}

export interface TestDesk {
  readonly port: number
  readonly url: string
  readonly live: Live
  /** What was written into the database: [collection, document]. */
  readonly inserted: readonly unknown[]
  resets(): number
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>
  stop(): Promise<void>
}

/** The control API and page over real people and phones; browser, cloud and media only remember. */
export async function startTestDesk(): Promise<TestDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-control-'))
  const web = await startWebServer({ fence: createFence(sandboxOrigins((): number => web.port)) })
  const live = createLive()
  const inserted: unknown[] = []
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
    count: async () => (inserted.length > 0 ? 1 : 0),
    insert: async (collection: string, doc: unknown) => void inserted.push([collection, doc]),
  }
  const desk = createDesk({ project, people, phones, headless, database, live })
  const faults = createFaults({ killStreams: () => 0, pressPhone: async () => {} })
  addControlApi(web.app, {
    port: () => web.port,
    ports: () => ({ http: web.port, rtmp: 1935, flv: 8000, zego: null }),
    desk,
    people,
    phones,
    faults,
    functions: () => [{ name: 'token' }],
    rooms: () => [],
    streams: () => [],
    call,
    reset: async () => {
      resets += 1
    },
    project: { name: project.name, roles: Object.keys(project.config.roles) },
  })
  await serveControlPage(web, live)
  return {
    port: web.port,
    url: web.url,
    live,
    inserted,
    resets: () => resets,
    ask: (...call) => ask(web.port, ...call),
    stop: async () => {
      await desk.stop()
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
        path,
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

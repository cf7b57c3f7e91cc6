import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../part.ts'
import { openProject } from '../project/project.ts'
import { createRequestGuard, sandboxOrigins } from '../web/request-guard.ts'
import { startWebServer } from '../web/web-server.ts'
import { startPhone } from './phone.ts'

/** The phone part alone, without cloud and media: `node --import tsx sandbox/phone/serve.ts [project folder]`. */
const project = openProject(process.argv[2] ?? join(import.meta.dirname, 'testing/fixture'))
let port = 0
const guard = createRequestGuard(sandboxOrigins(() => port))
const web = await startWebServer({ guard })
port = web.port
const { phones } = await startPhone(
  {
    clock: systemClock,
    log: (line) => console.log(line),
    dataDir: await mkdtemp(join(tmpdir(), 'phone-')),
    guard,
  },
  {
    web,
    project,
    hosts: [],
    flvUrl: 'ws://127.0.0.1:1',
    pushUrl: 'ws://127.0.0.1:1',
    callFunction: (_person, name) =>
      Promise.reject({
        errCode: -501000,
        errMsg: `cloud.callFunction:fail no cloud runs here to call ${name}`,
      }),
    onLog: (phoneID, { type, args }) => console.log(phoneID, type, ...args),
  },
)
for (const { name } of project.config.people) console.log(name, phones.open({ person: name }).url)

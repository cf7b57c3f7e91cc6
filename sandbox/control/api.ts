import type { Hono } from 'hono'
import { SandboxError } from '../errors.ts'
import { fail } from './answer.ts'
import { refuseControlRequest } from './control-guard.ts'
import type { ControlDeps } from './deps.ts'
import { addEnvironmentRoutes } from './routes/environment.ts'
import { addPeopleRoutes } from './routes/people.ts'
import { addPhoneRoutes } from './routes/phones.ts'
import { addRecordRoutes } from './routes/record.ts'
import { stateOf } from './state.ts'

/** Adds `/_sandbox/*`: HTTP JSON, loopback Host and the control page's own Origin only; errors `{error:{code,message}}`. */
export function addControlApi(app: Hono, deps: ControlDeps): void {
  app.use('/_sandbox/*', async (c, next) => {
    const refusal = refuseControlRequest(
      { host: c.req.header('host'), origin: c.req.header('origin') },
      deps.port(),
    )
    if (refusal !== null) return fail(c, new SandboxError('FORBIDDEN', refusal))
    await next()
    return undefined
  })

  app.get('/_sandbox/state', (c) => c.json(stateOf(deps)))
  addPeopleRoutes(app, deps)
  addPhoneRoutes(app, deps)
  addEnvironmentRoutes(app, deps)
  addRecordRoutes(app, deps)

  app.all('/_sandbox/*', (c) =>
    fail(c, new SandboxError('NOT_FOUND', `no ${c.req.method} ${c.req.path} here`)),
  )
}

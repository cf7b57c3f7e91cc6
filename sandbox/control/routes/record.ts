import type { Hono } from 'hono'
import { answer, attempt, check } from '../answer.ts'
import * as bodies from '../control.schema.ts'
import type { ControlDeps } from '../deps.ts'

/** What happened on a phone, in order, and what ZEGO told the app server: for tests that assert sequences. */
export function addRecordRoutes(app: Hono, { recorder, environment }: ControlDeps): void {
  app.get('/_sandbox/record', (c) =>
    attempt(c, () => ({ records: recorder.read(check(bodies.recordQuery, c.req.query())) })),
  )
  app.delete('/_sandbox/record', (c) =>
    answer(c, bodies.emptyBody, () => recorder.clear(check(bodies.phoneQuery, c.req.query()).phone)),
  )
  app.get('/_sandbox/callbacks', (c) => attempt(c, () => ({ callbacks: environment.callbacks() })))
}

import type { Hono } from 'hono'
import { answer, attempt } from '../answer.ts'
import * as bodies from '../control.schema.ts'
import type { ControlDeps } from '../deps.ts'

/** Faults, time, settings, timers and the seed. */
export function addEnvironmentRoutes(app: Hono, { faults, environment }: ControlDeps): void {
  app.get('/_sandbox/faults', (c) => c.json({ kinds: faults.kinds(), active: faults.active() }))
  app.post('/_sandbox/faults', (c) => answer(c, bodies.faultBody, (request) => faults.add(request)))
  app.delete('/_sandbox/faults/:id?', (c) =>
    answer(c, bodies.emptyBody, () => faults.remove(c.req.param('id'))),
  )

  /** Answers when what became due has run. */
  app.post('/_sandbox/clock', (c) =>
    answer(c, bodies.clockBody, async ({ offsetMs }) => {
      await environment.moveClock(offsetMs)
      return { offsetMs }
    }),
  )
  app.post('/_sandbox/settings', (c) =>
    answer(c, bodies.settingsBody, (changes) => environment.settings.change(changes)),
  )
  /** As an app server would get it by RTMPDispatchV2. */
  app.post('/_sandbox/encoder', (c) =>
    answer(c, bodies.encoderBody, ({ streamID }) => ({ url: environment.encoderUrl(streamID) })),
  )
  app.get('/_sandbox/timers', (c) => c.json({ timers: environment.timers() }))
  app.post('/_sandbox/timers', (c) =>
    answer(c, bodies.timerBody, ({ function: name, timer }) => environment.fireTimer(name, timer)),
  )
  app.post('/_sandbox/reset', (c) => answer(c, bodies.emptyBody, () => environment.reset()))

  /** What a bill would count since the start, the last DELETE or the last reset. */
  app.get('/_sandbox/counters', (c) => attempt(c, () => environment.counters()))
  app.delete('/_sandbox/counters', (c) => answer(c, bodies.emptyBody, () => environment.resetCounters()))
}

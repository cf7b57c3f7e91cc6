import type { Hono } from 'hono'
import type { z } from 'zod'
import { SandboxError } from '../../errors.ts'
import type { HostRequests } from '../../phone/link/link.ts'
import { answer, attempt } from '../answer.ts'
import * as bodies from '../control.schema.ts'
import type { ControlDeps } from '../deps.ts'
import type { Devices, ManagedPhone } from '../devices.ts'
import { stateOf } from '../state.ts'

const PRESS: Record<z.infer<typeof bodies.pressBody>['button'], keyof HostRequests & `app.${string}`> = {
  back: 'app.back',
  home: 'app.home',
  reload: 'app.reload',
  hide: 'app.hide',
  show: 'app.show',
}

/** Phones on the control page and what a hand does to them. */
export function addPhoneRoutes(app: Hono, deps: ControlDeps): void {
  const { devices, phones } = deps
  app.post('/_sandbox/phones', (c) =>
    answer(c, bodies.phoneBody, async (options) => {
      const { id, url } = await devices.openPhone(options)
      return { id, url }
    }),
  )
  /** What the control page does when it opens. */
  app.post('/_sandbox/phones/configured', (c) =>
    answer(c, bodies.emptyBody, async () => {
      await devices.openConfigured()
      return stateOf(deps)
    }),
  )
  app.delete('/_sandbox/phones/:id', (c) =>
    answer(c, bodies.emptyBody, () => devices.closePhone(c.req.param('id'))),
  )
  app.post('/_sandbox/phones/:id/open', (c) =>
    answer(c, bodies.openBody, ({ url, scene }) =>
      phones.request(c.req.param('id'), 'app.open', { url, scene }),
    ),
  )
  app.post('/_sandbox/phones/:id/open-card', (c) =>
    answer(c, bodies.openCardBody, ({ cardID }) => {
      const card = findPhone(devices, c.req.param('id')).cards.find(({ id }) => id === cardID)
      if (!card) throw new SandboxError('NOT_FOUND', `this phone has no card ${cardID}`)
      return phones.request(c.req.param('id'), 'app.open', { url: card.path, scene: 1007 })
    }),
  )
  app.post('/_sandbox/phones/:id/press', (c) =>
    answer(c, bodies.pressBody, ({ button }) => phones.request(c.req.param('id'), PRESS[button], {})),
  )
  app.get('/_sandbox/phones/:id/marks', (c) =>
    attempt(c, () => phones.request(c.req.param('id'), 'media.marks', {})),
  )

  app.post('/_sandbox/automator', (c) =>
    answer(c, bodies.automatorBody, async (options) => {
      const { phoneID, port, wsEndpoint } = await devices.openAutomator(options)
      return { phoneID, port, wsEndpoint }
    }),
  )
}

function findPhone(devices: Devices, id: string): ManagedPhone {
  const phone = devices.phones().find((one) => one.id === id)
  if (!phone) throw new SandboxError('NOT_FOUND', `there is no phone ${id}`)
  return phone
}

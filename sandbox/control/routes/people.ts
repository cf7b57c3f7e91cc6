import type { Hono } from 'hono'
import { answer } from '../answer.ts'
import * as bodies from '../control.schema.ts'
import type { ControlDeps } from '../deps.ts'

/** Who is here, what role they have, and calls in their name. */
export function addPeopleRoutes(app: Hono, { devices, people, call }: ControlDeps): void {
  app.post('/_sandbox/people', (c) =>
    answer(c, bodies.personBody, async ({ name, role }) => {
      const person = await devices.addPerson(name, role)
      return { name: person.name, openid: person.openid }
    }),
  )
  /** Gives somebody another role, or takes it: the documents of the old one go, those of the new one come. */
  app.post('/_sandbox/people/:name/role', (c) =>
    answer(c, bodies.roleBody, async ({ role }) => devices.setRole(c.req.param('name'), role)),
  )
  app.delete('/_sandbox/people/:name/role', (c) =>
    answer(c, bodies.emptyBody, async () => devices.setRole(c.req.param('name'), null)),
  )

  app.post('/_sandbox/call', (c) =>
    answer(c, bodies.callBody, async ({ person, function: name, data }) => {
      people.byName(person)
      try {
        const { result } = await call(person, name, data ?? {})
        return { result }
      } catch (error) {
        const { errCode, errMsg } = error as { errCode?: unknown; errMsg?: unknown }
        if (typeof errCode !== 'number') throw error
        return { error: { errCode, errMsg } }
      }
    }),
  )
}

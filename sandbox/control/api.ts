import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { isSandboxError, SandboxError, SandboxUnsupportedError } from '../errors.ts'
import type { People } from '../people/people.ts'
import type { HostRequests } from '../phone/link/link.ts'
import type { Phones } from '../phone/phones.ts'
import * as bodies from './control.schema.ts'
import type { Desk, DeskPhone } from './desk.ts'
import { refuseAtDesk } from './desk-fence.ts'
import type { Faults } from './faults.ts'

export interface ControlDeps {
  readonly port: () => number
  readonly ports: () => Readonly<Record<'http' | 'rtmp' | 'flv' | 'zego', number | null>>
  readonly desk: Desk
  readonly people: People
  readonly phones: Phones
  readonly faults: Faults
  readonly functions: () => readonly { readonly name: string }[]
  readonly rooms: () => readonly unknown[]
  readonly streams: () => readonly unknown[]
  readonly call: (person: string, name: string, data: unknown) => Promise<{ result: unknown }>
  readonly reset: () => Promise<void>
  /** Roles of the project, for the page's "add a phone". */
  readonly project: { readonly name: string; readonly roles: readonly string[] }
}

const STATUS: Readonly<Record<string, 400 | 403 | 404 | 409 | 501>> = {
  BAD_REQUEST: 400,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  PORT_IN_USE: 409,
  UNSUPPORTED: 501,
}

const PRESS: Record<z.infer<typeof bodies.pressBody>['button'], keyof HostRequests & `app.${string}`> = {
  back: 'app.back',
  home: 'app.home',
  reload: 'app.reload',
  hide: 'app.hide',
  show: 'app.show',
}

/** Adds `/_sandbox/*`: HTTP JSON, loopback Host and the control page's own Origin only; errors `{error:{code,message}}`. */
export function addControlApi(app: Hono, deps: ControlDeps): void {
  const { desk, people, phones, faults } = deps

  app.use('/_sandbox/*', async (c, next) => {
    const refusal = refuseAtDesk({ host: c.req.header('host'), origin: c.req.header('origin') }, deps.port())
    if (refusal !== null) return fail(c, new SandboxError('FORBIDDEN', refusal))
    await next()
    return undefined
  })

  app.get('/_sandbox/state', (c) => c.json(stateOf(deps)))
  app.post('/_sandbox/reset', (c) =>
    answer(c, bodies.emptyBody, async () => {
      await deps.reset()
      return {}
    }),
  )

  app.post('/_sandbox/people', (c) =>
    answer(c, bodies.personBody, async ({ name, role }) => {
      const person = await desk.addPerson(name, role)
      return { name: person.name, openid: person.openid }
    }),
  )
  app.post('/_sandbox/call', (c) =>
    answer(c, bodies.callBody, async ({ person, function: name, data }) => {
      people.byName(person)
      try {
        const { result } = await deps.call(person, name, data ?? {})
        return { result }
      } catch (error) {
        const { errCode, errMsg } = error as { errCode?: unknown; errMsg?: unknown }
        if (typeof errCode !== 'number') throw error
        return { error: { errCode, errMsg } }
      }
    }),
  )

  app.post('/_sandbox/phones', (c) =>
    answer(c, bodies.phoneBody, async (options) => {
      const { id, url } = await desk.openPhone(options)
      return { id, url }
    }),
  )
  /** What the control page does when it opens. */
  app.post('/_sandbox/phones/configured', (c) =>
    answer(c, bodies.emptyBody, async () => {
      await desk.openConfigured()
      return stateOf(deps)
    }),
  )
  app.delete('/_sandbox/phones/:id', (c) =>
    answer(c, bodies.emptyBody, async () => {
      await desk.closePhone(c.req.param('id'))
      return {}
    }),
  )
  app.post('/_sandbox/phones/:id/open', (c) =>
    answer(c, bodies.openBody, ({ url, scene }) =>
      phones.request(c.req.param('id'), 'app.open', { url, scene }),
    ),
  )
  app.post('/_sandbox/phones/:id/open-card', (c) =>
    answer(c, bodies.openCardBody, ({ cardID }) => {
      const card = findPhone(desk, c.req.param('id')).cards.find(({ id }) => id === cardID)
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
      const { phoneID, port, wsEndpoint } = await desk.openAutomator(options)
      return { phoneID, port, wsEndpoint }
    }),
  )

  app.get('/_sandbox/faults', (c) => c.json({ kinds: faults.kinds(), active: faults.active() }))
  app.post('/_sandbox/faults', (c) => answer(c, bodies.faultBody, (request) => faults.add(request)))
  app.delete('/_sandbox/faults/:id?', (c) =>
    answer(c, bodies.emptyBody, async () => {
      await faults.remove(c.req.param('id'))
      return {}
    }),
  )
  app.post('/_sandbox/clock', (c) =>
    answer(c, bodies.clockBody, () => {
      // Function workers read their machine's clock: moving only the rest would make times disagree.
      throw new SandboxUnsupportedError('moving the clock', 'D-CT-01')
    }),
  )

  app.all('/_sandbox/*', (c) =>
    fail(c, new SandboxError('NOT_FOUND', `no ${c.req.method} ${c.req.path} here`)),
  )
}

export function stateOf(deps: ControlDeps) {
  return {
    ports: deps.ports(),
    functions: deps.functions(),
    people: deps.people.list(),
    phones: deps.desk.phones().map(({ cards, ...phone }) => ({
      ...phone,
      // Pictures of cards may be whole data URLs.
      cards: cards.map(({ id, from, title, path }) => ({ id, from, title, path })),
    })),
    rooms: deps.rooms(),
    streams: deps.streams(),
    clockOffsetMs: 0,
    faults: deps.faults.active(),
    project: deps.project,
  }
}

function findPhone(desk: Desk, id: string): DeskPhone {
  const phone = desk.phones().find((one) => one.id === id)
  if (!phone) throw new SandboxError('NOT_FOUND', `there is no phone ${id}`)
  return phone
}

async function answer<S extends z.ZodType>(
  c: Context,
  schema: S,
  run: (body: z.infer<S>) => unknown,
): Promise<Response> {
  return attempt(c, async () => {
    const parsed = schema.safeParse(await readJson(c))
    if (!parsed.success) throw new SandboxError('BAD_REQUEST', z.prettifyError(parsed.error))
    return run(parsed.data)
  })
}

/** An absent body is `{}`. */
async function readJson(c: Context): Promise<unknown> {
  const text = await c.req.text()
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw new SandboxError('BAD_REQUEST', 'the body is not JSON')
  }
}

async function attempt(c: Context, run: () => unknown): Promise<Response> {
  try {
    return c.json(((await run()) ?? {}) as object)
  } catch (error) {
    return fail(c, error)
  }
}

function fail(c: Context, error: unknown): Response {
  const code = isSandboxError(error) ? error.code : 'INTERNAL'
  const message =
    error instanceof Error ? error.message : String((error as { errMsg?: unknown })?.errMsg ?? error)
  return c.json({ error: { code, message } }, STATUS[code] ?? 500)
}

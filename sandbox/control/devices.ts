import { type AutomatorPort, openAutomatorPort } from '../automator/automator.ts'
import type { AutomatorHost } from '../automator/host.ts'
import { SandboxError } from '../errors.ts'
import type { People, Person } from '../people/people.ts'
import type { Phones, PhoneView } from '../phone/phones.ts'
import type { Project } from '../project/project.ts'
import type { HeadlessPhones } from './headless-phones.ts'
import type { Updates } from './updates.ts'

export interface RoleDatabase {
  count(collection: string, query?: Record<string, unknown>): Promise<number>
  insert(collection: string, doc: Record<string, unknown>): Promise<unknown>
  remove(collection: string, query: Record<string, unknown>): Promise<unknown>
}

export interface DevicesDeps {
  readonly project: Project
  readonly people: People
  readonly phones: Phones
  readonly headless: HeadlessPhones
  readonly database: RoleDatabase
  readonly updates: Updates
}

export interface OpenPhoneOptions {
  readonly person: string
  readonly path?: string
  readonly sdkVersion?: string
  readonly platform?: PhoneView['platform']
  readonly scene?: number
  readonly widthHeight?: string
  /** In the sandbox's own browser instead of an iframe of the control page. */
  readonly headless?: boolean
  readonly label?: string
}

export interface ManagedPhone extends PhoneView {
  /** What stands above the phone: the configured label, else the person's role. */
  readonly label: string
  readonly headless: boolean
  /** Port of its automator, null = none. */
  readonly autoPort: number | null
}

export interface Devices {
  phones(): ManagedPhone[]
  openPhone(options: OpenPhoneOptions): Promise<ManagedPhone>
  closePhone(id: string): Promise<void>
  /** Opens the phones of sandbox.config.json unless that was done before. */
  openConfigured(options?: { headless?: boolean }): Promise<void>
  addPerson(name: string, role?: string): Promise<Person>
  /**
   * Another role, or none: what the old one means leaves the database, what the new one means enters it. Until reset.
   * Throws NOT_FOUND, BAD_REQUEST for an unknown role.
   */
  setRole(name: string, role: string | null): Promise<Person>
  /** Gives a phone (a new headless one of `person` when `phoneID` is absent) its own automation port. */
  openAutomator(options: { phoneID?: string; person?: string; port?: number }): Promise<AutomatorPort>
  /** Resolves when automator ports were opened and the last of them has closed. */
  automatorsOver(): Promise<void>
  automators(): readonly AutomatorPort[]
  /** Phones of people whom a reset forgets are closed. */
  beforeReset(): Promise<void>
  stop(): Promise<void>
}

const DEFAULT_SCREEN = '390x844'

/** What the developer does with phones and people: opens phones, names people, plugs automators in. */
export function createDevices(deps: DevicesDeps): Devices {
  const { project, people, phones, headless, updates } = deps
  const labels = new Map<string, string>()
  const automators = new Map<string, AutomatorPort>()
  let configured: Promise<void> | undefined
  let overListeners: (() => void)[] = []

  const describe = (view: PhoneView): ManagedPhone => ({
    ...view,
    label: labels.get(view.id) ?? people.list().find(({ name }) => name === view.person)?.role ?? '',
    headless: headless.has(view.id),
    autoPort: automators.get(view.id)?.port ?? null,
  })
  const find = (id: string): ManagedPhone => {
    const view = phones.list().find((phone) => phone.id === id)
    if (!view) throw new SandboxError('NOT_FOUND', `there is no phone ${id}`)
    return describe(view)
  }

  const insertRoleDocuments = async (person: Person) => {
    for (const { collection, doc } of people.roleDocuments(person)) {
      // A role with a fixed _id belongs to one person; the first one keeps it.
      if (doc._id !== undefined && (await deps.database.count(collection, { _id: doc._id })) > 0) continue
      await deps.database.insert(collection, { ...doc })
    }
  }
  const removePhone = async (id: string) => {
    find(id)
    phones.close(id)
    labels.delete(id)
    updates.changed('phones')
    await headless.close(id)
  }

  const devices: Devices = {
    phones: () => phones.list().map(describe),
    async openPhone({ headless: own = false, label, ...options }) {
      people.byName(options.person)
      const view = phones.open({ ...options, widthHeight: options.widthHeight ?? DEFAULT_SCREEN })
      if (label) labels.set(view.id, label)
      if (own) {
        await headless.open(view.id, view.url, view.widthHeight).catch((error: unknown) => {
          phones.close(view.id)
          throw error
        })
      }
      updates.changed('phones')
      return find(view.id)
    },
    async closePhone(id) {
      await removePhone(id)
      await automators.get(id)?.close()
    },
    openConfigured({ headless: own = false } = {}) {
      configured ??= (async () => {
        const wanted = project.config.phones.length > 0 ? project.config.phones : firstPerson(people)
        for (const { person, label } of wanted) await devices.openPhone({ person, label, headless: own })
      })()
      return configured
    },
    async addPerson(name, role) {
      const person = people.create(name, role)
      await insertRoleDocuments(person)
      updates.changed('people')
      return person
    },
    async setRole(name, role) {
      const before = people.byName(name)
      const person = people.setRole(name, role)
      for (const { collection, key } of people.roleDocuments(before)) {
        await deps.database.remove(collection, { ...key })
      }
      await insertRoleDocuments(person)
      updates.changed('people')
      return person
    },
    async openAutomator({ phoneID, person, port }) {
      const phone = phoneID
        ? find(phoneID)
        : await devices.openPhone({ person: person ?? nextPerson(deps), headless: true })
      if (automators.has(phone.id))
        throw new SandboxError('BAD_REQUEST', `phone ${phone.id} has an automator already`)
      const opened = await openAutomatorPort(
        // Its port closes by itself, after the client has its answer.
        automatorHost(deps, phone, () => removePhone(phone.id)),
        port,
      ).catch(async (error: unknown) => {
        if (!phoneID) await devices.closePhone(phone.id)
        throw error
      })
      automators.set(phone.id, opened)
      updates.changed('phones')
      void opened.closed.then(() => {
        automators.delete(phone.id)
        updates.changed('phones')
        if (automators.size > 0) return
        for (const listener of overListeners.splice(0)) listener()
      })
      return opened
    },
    automators: () => [...automators.values()],
    automatorsOver: () => new Promise((resolve) => overListeners.push(resolve)),
    async beforeReset() {
      for (const { id, person } of phones.list())
        if (!people.isConfigured(person)) await devices.closePhone(id)
    },
    async stop() {
      overListeners = []
      await Promise.all([...automators.values()].map((port) => port.close()))
      await headless.stop()
    },
  }
  return devices
}

const firstPerson = (people: People): { person: string; label?: string }[] =>
  people
    .list()
    .slice(0, 1)
    .map(({ name }) => ({ person: name }))

/** Without `--auto-account`: the first configured person who has no phone yet, else the first person. */
function nextPerson({ project, people, phones }: DevicesDeps): string {
  const order = [
    ...project.config.phones.map(({ person }) => person),
    ...people.list().map(({ name }) => name),
  ]
  const busy = new Set(phones.list().map(({ person }) => person))
  const next = order.find((name) => !busy.has(name)) ?? order[0]
  if (next === undefined) throw new SandboxError('BAD_PROJECT', 'sandbox.config.json names no people')
  return next
}

function automatorHost(
  { phones, people, headless }: DevicesDeps,
  phone: ManagedPhone,
  closePhone: () => Promise<void>,
): AutomatorHost {
  return {
    phoneID: phone.id,
    SDKVersion: phone.sdkVersion,
    ask: (method, params) => phones.request(phone.id, 'automator', { method, params }),
    onLog: (listener) =>
      phones.onLog((id, entry) => {
        if (id === phone.id) listener(entry)
      }),
    screenshot: () => headless.screenshot(phone.id),
    accounts: () => people.list().map(({ name, openid }) => ({ nickName: name, openid })),
    closePhone,
  }
}

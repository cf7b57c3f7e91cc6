import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { SandboxError } from '../errors.ts'
import { writePrivateFile } from '../private-file.ts'
import type { Project } from '../project/project.ts'

const personSchema = z.object({
  name: z.string(),
  role: z.string().nullable(),
  openid: z.string(),
})

export type Person = z.infer<typeof personSchema>

export interface RoleDocument {
  readonly collection: string
  readonly doc: Readonly<Record<string, unknown>>
  /** By what of it the person's own document is found again, whatever the app has written into it since. */
  readonly key: Readonly<Record<string, unknown>>
}

export interface People {
  list(): readonly Person[]
  /** Throws SandboxError NOT_FOUND. */
  byName(name: string): Person
  /** Throws BAD_REQUEST for an unknown role or a name that is taken. */
  create(name: string, role?: string): Person
  /** Throws NOT_FOUND, BAD_REQUEST for an unknown role. */
  setRole(name: string, role: string | null): Person
  /** What the person's role means in this project's database: its documents with {openid} and {name} filled in. */
  roleDocuments(person: Person): readonly RoleDocument[]
  /** Whether a reset keeps this person. */
  isConfigured(name: string): boolean
  /** Back to the people of sandbox.config.json; they keep their openids. */
  reset(): void
}

export interface PeopleOptions {
  /** File that keeps the people, so that a restart finds the same openids. */
  readonly file: string
  readonly config: Project['config']
  readonly random?: (bytes: number) => Buffer
}

/** The WeChat users of this sandbox. An openid is random, as WeChat's: `o` and 27 more characters. */
export function openPeople({ file, config, random = randomBytes }: PeopleOptions): People {
  const kept = existsSync(file) ? readPeople(file) : []
  const people = new Map(kept.map((person) => [person.name, person]))

  const add = (name: string, role: string | null): Person => {
    if (role !== null && !Object.hasOwn(config.roles, role)) {
      const known = Object.keys(config.roles).join(', ') || 'none'
      throw new SandboxError('BAD_REQUEST', `no role "${role}" in sandbox.config.json (roles: ${known})`)
    }
    const person = { name, role, openid: people.get(name)?.openid ?? newOpenid(random) }
    people.set(name, person)
    return person
  }
  const save = () => writePrivateFile(file, JSON.stringify([...people.values()], null, 2))
  /** Whoever is here already keeps the role: the database was written by it. */
  const addConfigured = () => {
    for (const { name, role } of config.people) if (!people.has(name)) add(name, role ?? null)
    // A phone may name a person that is listed nowhere else.
    for (const { person } of config.phones) if (!people.has(person)) add(person, null)
  }

  const configured = new Set([
    ...config.people.map(({ name }) => name),
    ...config.phones.map(({ person }) => person),
  ])

  addConfigured()
  save()
  return {
    list: () => [...people.values()],
    byName: (name) => {
      const person = people.get(name)
      if (!person) throw unknown(name)
      return person
    },
    create: (name, role) => {
      if (people.has(name)) throw new SandboxError('BAD_REQUEST', `"${name}" is already here`)
      const person = add(name, role ?? null)
      save()
      return person
    },
    setRole: (name, role) => {
      if (!people.has(name)) throw unknown(name)
      const person = add(name, role)
      save()
      return person
    },
    roleDocuments: (person) =>
      (config.roles[person.role ?? ''] ?? []).map(({ collection, doc }) => ({
        collection,
        doc: fillIn(doc, person),
        key: fillIn(keyOf(doc), person),
      })),
    isConfigured: (name) => configured.has(name),
    reset: () => {
      for (const name of people.keys()) if (!configured.has(name)) people.delete(name)
      for (const { name, role } of config.people) add(name, role ?? null)
      addConfigured()
      save()
    },
  }
}

const unknown = (name: string) => new SandboxError('NOT_FOUND', `nobody here is called "${name}"`)

/** The fixed _id and the fields that hold the openid; of a document without either everything. */
function keyOf(doc: RoleDocument['doc']): RoleDocument['doc'] {
  const own = Object.entries(doc).filter(([name, value]) => name === '_id' || value === '{openid}')
  return own.length > 0 ? Object.fromEntries(own) : doc
}

function readPeople(file: string): Person[] {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    content = undefined
  }
  const parsed = z.array(personSchema).safeParse(content)
  if (!parsed.success) throw new SandboxError('BAD_PROJECT', `${file} is damaged; start with --reset`)
  return parsed.data
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function newOpenid(random: (bytes: number) => Buffer): string {
  return `o${[...random(27)].map((byte) => ALPHABET[byte % 64]).join('')}`
}

function fillIn<T>(value: T, person: Person): T {
  if (typeof value === 'string') {
    return value.replaceAll('{openid}', person.openid).replaceAll('{name}', person.name) as T
  }
  if (Array.isArray(value)) return value.map((item) => fillIn(item, person)) as T
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillIn(item, person)])) as T
  }
  return value
}

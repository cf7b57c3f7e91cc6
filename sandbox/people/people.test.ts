import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Project } from '../project/project.ts'
import { openPeople } from './people.ts'
import { openSecrets } from './secrets.ts'

const config: Project['config'] = {
  people: [{ name: '阿禾', role: 'owner' }, { name: '小鹿' }],
  roles: {
    owner: [
      {
        collection: 'members',
        doc: { _id: 'owner', openid: '{openid}', tags: ['{name}', 1], deep: { by: '{name}' } },
      },
    ],
    viewer: [],
  },
  phones: [{ person: '阿禾' }, { person: '路人' }],
  cloud: { env: 'e', seed: [], functionEnv: {} },
}

let folder = ''
const open = () => openPeople({ file: join(folder, 'people.json'), config })

describe('people of a sandbox', () => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-people-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('come from the configuration, phones included, with openids shaped like WeChat’s', () => {
    const people = open()
    expect(people.list().map(({ name, role }) => [name, role])).toStrictEqual([
      ['阿禾', 'owner'],
      ['小鹿', null],
      ['路人', null],
    ])
    for (const { openid } of people.list()) expect(openid).toMatch(/^o[\w-]{27}$/)
    expect(new Set(people.list().map(({ openid }) => openid)).size).toBe(3)
  })

  it('keep their openids over a restart and a reset', () => {
    const first = open()
    const added = first.create('客人', 'viewer')
    const again = open()
    expect(again.list()).toStrictEqual(first.list())
    expect(again.byName('客人').openid).toBe(added.openid)
    const owner = again.byName('阿禾').openid
    again.reset()
    expect(again.byName('阿禾').openid).toBe(owner)
    expect(() => again.byName('客人')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  })

  it('have roles as documents of the project', () => {
    const people = open()
    const owner = people.byName('阿禾')
    expect(people.roleDocuments(owner)).toStrictEqual([
      {
        collection: 'members',
        doc: { _id: 'owner', openid: owner.openid, tags: ['阿禾', 1], deep: { by: '阿禾' } },
        key: { _id: 'owner', openid: owner.openid },
      },
    ])
    expect(people.roleDocuments(people.byName('小鹿'))).toStrictEqual([])
  })

  it('can lose a role and get one, over a restart, until the reset', () => {
    const people = open()
    const { openid } = people.byName('阿禾')
    expect(people.setRole('阿禾', null)).toStrictEqual({ name: '阿禾', role: null, openid })
    expect(people.roleDocuments(people.byName('阿禾'))).toStrictEqual([])
    expect(people.setRole('小鹿', 'owner').role).toBe('owner')
    expect(() => people.setRole('谁', null)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
    expect(() => people.setRole('小鹿', 'king')).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }))
    const again = open()
    expect([again.byName('阿禾').role, again.byName('小鹿').role]).toStrictEqual([null, 'owner'])
    again.reset()
    expect([again.byName('阿禾').role, again.byName('小鹿').role]).toStrictEqual(['owner', null])
  })

  it('refuse an unknown role and a name that is taken', () => {
    const people = open()
    expect(() => people.create('x', 'king')).toThrow(
      expect.objectContaining({
        code: 'BAD_REQUEST',
        message: expect.stringMatching(/no role "king".*owner, viewer/),
      }),
    )
    expect(() => people.create('小鹿')).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }))
    expect(() => people.create('x', 'constructor')).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }))
  })

  it('and secrets are readable by the owner of the folder alone', () => {
    open()
    const secrets = openSecrets(join(folder, 'secrets.json'))
    expect(secrets.secret('zego.server')).toMatch(/^[0-9a-f]{32}$/)
    expect(secrets.secret('a')).not.toBe(secrets.secret('b'))
    expect(openSecrets(join(folder, 'secrets.json')).secret('a')).toBe(secrets.secret('a'))
    for (const file of ['people.json', 'secrets.json']) {
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600)
      expect(() => JSON.parse(readFileSync(join(folder, file), 'utf8'))).not.toThrow()
    }
    writeFileSync(join(folder, 'secrets.json'), 'not json')
    expect(() => openSecrets(join(folder, 'secrets.json'))).toThrow(
      expect.objectContaining({
        code: 'BAD_PROJECT',
        message: expect.stringMatching(/damaged/),
      }),
    )
  })
})

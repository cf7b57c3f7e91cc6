import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import type { Project } from '../project/project.ts'
import { openPeople } from './people.ts'
import { openSecrets } from './secrets.ts'

const config: Project['config'] = {
  people: [{ name: '阿禾', role: 'merchant' }, { name: '小鹿' }],
  roles: {
    merchant: [
      {
        collection: 'members',
        doc: { _id: 'owner', openid: '{openid}', tags: ['{name}', 1], deep: { by: '{name}' } },
      },
    ],
    shopper: [],
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
    assert.deepEqual(
      people.list().map(({ name, role }) => [name, role]),
      [
        ['阿禾', 'merchant'],
        ['小鹿', null],
        ['路人', null],
      ],
    )
    for (const { openid } of people.list()) assert.match(openid, /^o[\w-]{27}$/)
    assert.equal(new Set(people.list().map(({ openid }) => openid)).size, 3)
  })

  it('keep their openids over a restart and a reset', () => {
    const first = open()
    const added = first.create('客人', 'shopper')
    const again = open()
    assert.deepEqual(again.list(), first.list())
    assert.equal(again.byName('客人').openid, added.openid)
    const owner = again.byName('阿禾').openid
    again.reset()
    assert.equal(again.byName('阿禾').openid, owner)
    assert.throws(() => again.byName('客人'), { code: 'NOT_FOUND' })
  })

  it('have roles as documents of the project', () => {
    const people = open()
    const owner = people.byName('阿禾')
    assert.deepEqual(people.roleDocuments(owner), [
      {
        collection: 'members',
        doc: { _id: 'owner', openid: owner.openid, tags: ['阿禾', 1], deep: { by: '阿禾' } },
        key: { _id: 'owner', openid: owner.openid },
      },
    ])
    assert.deepEqual(people.roleDocuments(people.byName('小鹿')), [])
  })

  it('can lose a role and get one, over a restart, until the reset', () => {
    const people = open()
    const { openid } = people.byName('阿禾')
    assert.deepEqual(people.setRole('阿禾', null), { name: '阿禾', role: null, openid })
    assert.deepEqual(people.roleDocuments(people.byName('阿禾')), [])
    assert.equal(people.setRole('小鹿', 'merchant').role, 'merchant')
    assert.throws(() => people.setRole('谁', null), { code: 'NOT_FOUND' })
    assert.throws(() => people.setRole('小鹿', 'king'), { code: 'BAD_REQUEST' })
    const again = open()
    assert.deepEqual([again.byName('阿禾').role, again.byName('小鹿').role], [null, 'merchant'])
    again.reset()
    assert.deepEqual([again.byName('阿禾').role, again.byName('小鹿').role], ['merchant', null])
  })

  it('refuse an unknown role and a name that is taken', () => {
    const people = open()
    assert.throws(() => people.create('x', 'king'), {
      code: 'BAD_REQUEST',
      message: /no role "king".*merchant, shopper/,
    })
    assert.throws(() => people.create('小鹿'), { code: 'BAD_REQUEST' })
    assert.throws(() => people.create('x', 'constructor'), { code: 'BAD_REQUEST' })
  })

  it('and secrets are readable by the owner of the folder alone', () => {
    open()
    const secrets = openSecrets(join(folder, 'secrets.json'))
    assert.match(secrets.secret('zego.server'), /^[0-9a-f]{32}$/)
    assert.notEqual(secrets.secret('a'), secrets.secret('b'))
    assert.equal(openSecrets(join(folder, 'secrets.json')).secret('a'), secrets.secret('a'))
    for (const file of ['people.json', 'secrets.json']) {
      assert.equal(statSync(join(folder, file)).mode & 0o777, 0o600)
      assert.doesNotThrow(() => JSON.parse(readFileSync(join(folder, file), 'utf8')))
    }
    writeFileSync(join(folder, 'secrets.json'), 'not json')
    assert.throws(() => openSecrets(join(folder, 'secrets.json')), {
      code: 'BAD_PROJECT',
      message: /damaged/,
    })
  })
})

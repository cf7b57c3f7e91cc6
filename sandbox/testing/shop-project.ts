import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const modules = dirname(dirname(createRequire(import.meta.url).resolve('wx-server-sdk/package.json')))

const DATABASE = `
const cloud = require('wx-server-sdk'); cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
const db = cloud.database()`

/** A Mini Program of a few lines that has one of everything the sandbox wires together. */
const FILES: Readonly<Record<string, unknown>> = {
  'project.config.json': {
    appid: 'wx1234567890abcdef',
    projectname: 'small shop',
    miniprogramRoot: 'app/',
    cloudfunctionRoot: 'functions/',
  },
  'sandbox.config.json': {
    people: [{ name: 'Ann', role: 'owner' }, { name: 'Ben' }],
    roles: { owner: [{ collection: 'members', doc: { _id: 'owner', openid: '{openid}', name: '{name}' } }] },
    phones: [{ person: 'Ann', label: 'anchor' }],
    cloud: {
      env: 'shop',
      seed: [{ collection: 'members' }, { collection: 'heard' }, { collection: 'ticks' }],
      http: ['hook'],
      functionRules: 'rules.json',
      databaseRules: 'database-rules.json',
      actions: { env: ['env.read'] },
      functionEnv: {
        ZEGO_SECRET: '{zego.serverSecret}',
        HOOK: '{zego.callbackSecret}',
        CODE: '{sha256.code}',
      },
    },
    zego: { appID: 1234567890, callbackFunction: 'hook' },
    notes: { code: '{secret.code}' },
    record: ['toy-sdk'],
  },
  'rules.json': { hook: { invoke: false }, '*': { invoke: true } },
  'database-rules.json': {
    ticks: { read: true, write: false },
    members: { read: false, write: false },
    heard: { read: 'doc._openid == auth.openid', create: true, update: false, delete: false },
  },
  'functions/env/index.js': 'exports.main = async () => ({ ...process.env })',
  'functions/hook/index.js': `${DATABASE}
exports.main = async ({ body }) => {
  await db.collection('heard').add({ data: { event: JSON.parse(body).event, body } })
  return { statusCode: 200 }
}`,
  'functions/tick/index.js': `${DATABASE}
exports.main = async () => {
  await db.collection('ticks').add({ data: { now: Date.now(), served: db.serverDate() } })
}`,
  'functions/tick/config.json': { triggers: [{ name: 'daily', type: 'timer', config: '0 0 3 * * * *' }] },
  'app/app.json': { pages: ['index/index'] },
  'app/app.js': 'App({})',
  'app/index/index.wxml': '<view class="top">{{text}}</view>',
  'app/index/index.js': `
const { Talker } = require('toy-sdk')
Page({
  data: { text: 'hello' },
  onLoad() {
    this.talker = new Talker('index')
    this.talker.say('hello')
    wx.onNetworkStatusChange(({ networkType }) => this.talker.say('network ' + networkType))
    const socket = wx.connectSocket({ url: 'wss://accesshub-wss.zego.im/accesshub' })
    socket.onOpen(() => this.talker.say('socket open'))
    socket.onClose(() => this.talker.say('socket closed'))
  },
})`,
  'app/miniprogram_npm/toy-sdk/index.js': `
class Talker {
  constructor(name) { this.name = name }
  say(text) { return this.name + text }
}
module.exports = { Talker }`,
}

/** Writes it to a folder of its own, with these files besides or instead; `remove` takes it away. */
export function aSmallShop(changes: Readonly<Record<string, unknown>> = {}): {
  readonly root: string
  remove(): void
} {
  const root = mkdtempSync(join(tmpdir(), 'sandbox-shop-'))
  for (const [path, content] of Object.entries({ ...FILES, ...changes })) {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  }
  symlinkSync(modules, join(root, 'node_modules'), 'junction')
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) }
}

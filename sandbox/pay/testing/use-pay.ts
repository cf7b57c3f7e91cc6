import { rmSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRequestGuard } from '../../web/request-guard.ts'
import { openPayKeys } from '../keys.ts'
import { type PayDeps, type PayHandle, startPay } from '../pay.ts'
import { merchantOf } from './merchant.ts'

export const APPID = 'wx0000000000000001'
export const MCHID = '1900000109'
export const ANNA = 'oAnna'
export const NOTIFY_URL = 'https://shop.example.com/pay-notify'

/** Making RSA keys takes a second: one pair for all tests of a file. */
let keysFolder: Promise<string> | undefined
const keysOfAll = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pay-keys-'))
  openPayKeys(join(folder, 'keys.json'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface Arrived {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** WeChat Pay on a port of its own, a merchant that asks it, and the merchant's receiver of notices. */
export async function usePay({ now = Date.now, ...changes }: Partial<PayDeps> & { now?: () => number } = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'pay-'))
  keysFolder ??= keysOfAll()
  await cp(await keysFolder, dataDir, { recursive: true })
  const arrived: Arrived[] = []
  const lines: string[] = []
  let offset = 0
  /** What the merchant answers to notices; 0 = nothing at all. */
  const receiver = { status: 204 }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      arrived.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
      if (receiver.status !== 0) response.writeHead(receiver.status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const clock = { now: () => now() + offset }
  const deps: PayDeps = {
    appid: APPID,
    mchid: MCHID,
    isPerson: (openid) => openid === ANNA || openid === 'oBoris',
    reach: (url) => (url === NOTIFY_URL ? `http://127.0.0.1:${port}/` : null),
    ...changes,
    limits: { refundTakesMs: 5, retryAfterMs: [10, 10, 10], answerWithinMs: 300, ...changes.limits },
  }
  const context = {
    clock,
    log: (line: string) => void lines.push(line),
    dataDir,
    guard: createRequestGuard(() => false),
  }
  let pay: PayHandle = await startPay(context, deps)
  const merchant = () => merchantOf(pay)

  let orders = 0
  const order = (fields: Record<string, unknown> = {}) => {
    orders += 1
    return {
      appid: APPID,
      mchid: MCHID,
      description: '羊绒围巾 雾蓝',
      out_trade_no: `order_${orders}`,
      notify_url: NOTIFY_URL,
      amount: { total: 12_900, currency: 'CNY' },
      payer: { openid: ANNA },
      ...fields,
    }
  }
  const ask: ReturnType<typeof merchantOf>['ask'] = (method, path, body, options) =>
    merchant().ask(method, path, body, { now: clock.now, ...options })
  const place = async (body = order()) => {
    const { body: answer } = await ask('POST', '/v3/pay/transactions/jsapi', body)
    return { number: String(body.out_trade_no), prepayId: String(answer.prepay_id), body }
  }
  return {
    get pay() {
      return pay
    },
    arrived,
    lines,
    receiver,
    clock,
    ask,
    order,
    place,
    /** The phone's argument for an order. */
    paymentOf: (prepayId: string, changed?: Partial<Record<string, string>>) =>
      merchant().paymentOf(prepayId, APPID, changed),
    async paid(body = order()) {
      const placed = await place(body)
      pay.pay(ANNA, merchant().paymentOf(placed.prepayId, APPID), 'once')
      return placed
    },
    advance: (ms: number) => {
      offset += ms
    },
    async restart() {
      await pay.stop()
      pay = await startPay(context, deps)
    },
    async dispose() {
      await pay.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

export type TestPay = Awaited<ReturnType<typeof usePay>>

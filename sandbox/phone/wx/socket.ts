import type { NetworkSocket } from '../runtime/network-socket.ts'
import type { PhoneRuntime, WxFamily } from '../runtime/phone-runtime.ts'
import { answer, type CallbackOptions, failureOf, WxFailure } from './callback.ts'
import { mapUrl } from './hosts.ts'
import { Listeners } from './listeners.ts'

interface ConnectOptions extends CallbackOptions {
  url: string
  protocols?: string[]
  header?: Record<string, string>
  timeout?: number
}

interface SendOptions extends CallbackOptions {
  data: string | ArrayBuffer
}

interface CloseOptions extends CallbackOptions {
  code?: number
  reason?: string
}

/** Source: WeChat docs, wx.connectSocket: five sockets at a time, 60 s to connect. */
const MAX_SOCKETS = 5
const TIMEOUT_MS = 60_000

/** wx.connectSocket, to hosts of the domain list only. Source: WeChat docs, API/网络/WebSocket. */
export const socket: WxFamily = (phone) => {
  const open = new Set<SocketTask>()
  return {
    connectSocket: (options: ConnectOptions) => {
      phone.record('socket', 'socket.ask', { url: String(options?.url) })
      const refusal = refusalOf(phone, options, open.size)
      const task = new SocketTask(phone, open)
      const outcome = refusal
        ? ({ ok: false, error: failureOf('connectSocket', refusal) } as const)
        : ({ ok: true, result: { socketTaskId: task.id, errMsg: 'connectSocket:ok' } } as const)
      answer(phone, 'connectSocket', options, outcome)
      if (refusal) task.refuse(refusal.message)
      else task.connect(mapUrl(options.url, phone.device.hosts) ?? '', options)
      return task
    },
  }
}

function refusalOf(phone: PhoneRuntime, options: ConnectOptions, open: number): WxFailure | undefined {
  if (open >= MAX_SOCKETS) {
    return new WxFailure('createSocketTask:fail exceed max cocurrent count', { errno: 600007 })
  }
  if (mapUrl(String(options?.url), phone.device.hosts) === null) {
    return new WxFailure('url not in domain list', { errno: 600002 })
  }
  if (!phone.network.isConnected()) return new WxFailure('network is down', { errno: 605103 })
  return undefined
}

let lastID = 0

/**
 * One socket. Listeners must be attached synchronously after connectSocket. `readyState` is live (0 connecting, 1 open,
 * 2 closing, 3 closed): not in the docs, but every client has it and SDKs read it.
 */
class SocketTask {
  readonly id = ++lastID
  readonly CONNECTING = 0
  readonly OPEN = 1
  readonly CLOSING = 2
  readonly CLOSED = 3
  readonly #phone: PhoneRuntime
  readonly #open: Set<SocketTask>
  readonly #opened: Listeners<{ header: Record<string, string>; profile: Record<string, number> }>
  readonly #messages: Listeners<{ data: string | ArrayBuffer }>
  readonly #errors: Listeners<{ errMsg: string }>
  readonly #closed: Listeners<{ code: number; reason: string }>
  #socket: NetworkSocket | null = null
  #refused = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(phone: PhoneRuntime, open: Set<SocketTask>) {
    this.#phone = phone
    this.#open = open
    this.#opened = new Listeners(phone, 'SocketTask.onOpen')
    this.#messages = new Listeners(phone, 'SocketTask.onMessage')
    this.#errors = new Listeners(phone, 'SocketTask.onError')
    this.#closed = new Listeners(phone, 'SocketTask.onClose')
    this.onOpen = this.#opened.on
    this.onMessage = this.#messages.on
    this.onError = this.#errors.on
    this.onClose = this.#closed.on
  }

  readonly onOpen: (listener: (event: { header: Record<string, string> }) => void) => void
  readonly onMessage: (listener: (event: { data: string | ArrayBuffer }) => void) => void
  readonly onError: (listener: (event: { errMsg: string }) => void) => void
  readonly onClose: (listener: (event: { code: number; reason: string }) => void) => void

  get readyState(): number {
    if (this.#refused) return this.CLOSED
    return this.#socket?.readyState ?? this.CONNECTING
  }

  readonly send = (options: SendOptions): void => {
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      const error = failureOf('sendSocketMessage', new WxFailure('SocketTask.readyState is not OPEN'))
      answer(this.#phone, 'SocketTask.send', options, { ok: false, error })
      return
    }
    this.#record('send', options.data)
    this.#socket.send(options.data)
    const result = { errMsg: 'sendSocketMessage:ok' }
    answer(this.#phone, 'SocketTask.send', options, { ok: true, result })
  }

  readonly close = (options: CloseOptions = {}): void => {
    try {
      this.#socket?.close(options.code ?? 1000, options.reason ?? '')
      answer(this.#phone, 'SocketTask.close', options, { ok: true, result: { errMsg: 'closeSocket:ok' } })
    } catch (error) {
      const failure = failureOf('closeSocket', error)
      answer(this.#phone, 'SocketTask.close', options, { ok: false, error: failure })
    }
  }

  connect(url: string, options: ConnectOptions): void {
    let socket: NetworkSocket
    this.#record('connect', { url: options.url })
    try {
      socket = this.#phone.network.openSocket(url, options.protocols)
    } catch (error) {
      this.refuse(error instanceof Error ? error.message : String(error))
      return
    }
    this.#socket = socket
    this.#open.add(this)
    socket.binaryType = 'arraybuffer'
    this.#timer = setTimeout(() => this.#timeOut(), options.timeout ?? TIMEOUT_MS)
    socket.onopen = () => {
      clearTimeout(this.#timer)
      this.#opened.fire({ header: {}, profile: {} })
    }
    socket.onmessage = ({ data }) => {
      this.#record('message', data)
      this.#messages.fire({ data: data as string | ArrayBuffer })
    }
    socket.onerror = () => this.#errors.fire({ errMsg: 'connectSocket:fail' })
    socket.onclose = ({ code, reason }) => this.#end(code, reason)
  }

  /** The call was accepted but cannot connect: told by onError in a later task, when listeners are attached. */
  refuse(reason: string): void {
    this.#refused = true
    setTimeout(() => this.#errors.fire({ errMsg: `connectSocket:fail ${reason}` }), 0)
  }

  #timeOut(): void {
    if (this.#socket === null || this.#refused) return
    this.#socket.onopen = this.#socket.onclose = this.#socket.onerror = null
    this.#socket.close()
    this.#errors.fire({ errMsg: 'connectSocket:fail timeout' })
    this.#refused = true
    this.#end(1006, 'abnormal closure')
  }

  #end(code: number, reason: string): void {
    clearTimeout(this.#timer)
    this.#open.delete(this)
    this.#record('close', { code, reason })
    this.#closed.fire({ code, reason })
  }

  /** For `phones.records`: which socket, and what. */
  #record(what: string, content: unknown): void {
    this.#phone.record('socket', `socket.${what}`, { socket: this.id, ...recorded(content) })
  }
}

/** Frames as JSON: text as it is, bytes as base64. */
function recorded(content: unknown): Record<string, unknown> {
  if (typeof content === 'string') return { text: content }
  if (!(content instanceof ArrayBuffer)) return content as Record<string, unknown>
  return { base64: btoa(Array.from(new Uint8Array(content), (byte) => String.fromCharCode(byte)).join('')) }
}

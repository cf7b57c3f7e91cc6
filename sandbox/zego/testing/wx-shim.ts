import { randomUUID } from 'node:crypto'
import WebSocket from 'ws'

/**
 * The part of `wx` that zego-express-engine-miniprogram 3.6.0 touches, for running it in Node: sockets over `ws`,
 * log uploads over fetch. Hosts are mapped as the sandbox's phone does it, so the SDK runs unmodified.
 */
export interface WxShim {
  readonly wx: object
  /** Breaks the sockets and lets no new one through, until it is called with false. */
  setOffline(offline: boolean): void
  /** Uploads of the SDK's log so far, with the status that came back. */
  readonly logUploads: number[]
}

export interface WxShimUrls {
  readonly accesshubUrl: string
  readonly httplogUrl: string
}

interface RequestOptions {
  url: string
  data: unknown
  success?: (answer: { data: unknown; statusCode: number }) => void
  fail?: (error: { errMsg: string }) => void
}

export function createWxShim(urls: WxShimUrls): WxShim {
  const storage = new Map<string, unknown>([['z_deviceID', randomUUID()]])
  const sockets = new Set<WebSocket>()
  const logUploads: number[] = []
  let offline = false

  const connectSocket = ({ url }: { url: string }) => {
    const mapped = /^wss:\/\/accesshub-wss\.[^/]+\/accesshub/.test(url) ? urls.accesshubUrl : url
    // Port 9 (discard) is closed on any machine we run on.
    const socket = new WebSocket(offline ? 'ws://127.0.0.1:9/' : mapped)
    socket.binaryType = 'arraybuffer'
    // A refused connection is told by onClose; without a listener Node would end the process.
    socket.on('error', () => undefined)
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    return {
      get readyState() {
        return socket.readyState
      },
      onOpen: (listen: (event: object) => void) => socket.on('open', () => listen({ header: {} })),
      onClose: (listen: (event: object) => void) =>
        socket.on('close', (code, reason) => listen({ code, reason: reason.toString() })),
      onError: (listen: (event: object) => void) =>
        socket.on('error', ({ message }) => listen({ errMsg: message })),
      onMessage: (listen: (event: object) => void) => socket.on('message', (data) => listen({ data })),
      send: ({ data }: { data: ArrayBuffer }) => socket.send(data),
      close: () => socket.close(),
    }
  }

  const request = ({ url, data, success, fail }: RequestOptions) => {
    const isLog = new URL(url).pathname === '/httplog'
    fetch(isLog ? urls.httplogUrl : url, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: typeof data === 'string' ? data : JSON.stringify(data),
    })
      .then(async (response) => {
        logUploads.push(response.status)
        success?.({ data: await response.json(), statusCode: response.status })
      })
      .catch((error) => fail?.({ errMsg: `request:fail ${error}` }))
  }

  const wx = {
    connectSocket,
    request,
    getSystemInfoSync: () => ({
      brand: 'shim',
      model: 'shim',
      system: 'iOS 16.0',
      platform: 'devtools',
      version: '8.0.50',
      SDKVersion: '3.5.0',
    }),
    getNetworkType: ({ success }: { success: (answer: object) => void }) =>
      void setImmediate(() => success({ networkType: 'wifi' })),
    onNetworkStatusChange: () => undefined,
    getStorageSync: (key: string) => storage.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => void storage.set(key, value),
    getSetting: ({ success }: { success: (answer: object) => void }) =>
      success({ authSetting: { 'scope.camera': true, 'scope.record': true } }),
    showModal: () => undefined,
    createLivePusherContext: () => ({}),
    createLivePlayerContext: () => ({}),
  }
  return {
    wx,
    logUploads,
    setOffline: (value) => {
      offline = value
      if (offline) for (const socket of sockets) socket.terminate()
    },
  }
}

import type { Conditions } from '../conditions.ts'

/**
 * The line between a phone page (browser) and its host (Node): one WebSocket, JSON text frames, requests in both
 * directions. `P` = asked by the phone, `H` = asked by the host. Free of Node and DOM types: both sides import it.
 */
export interface PhoneRequests {
  /** wx.cloud.callFunction as this phone's person. Fails with {errCode, errMsg} in the cloud client's wording. */
  'cloud.callFunction': {
    params: { name: string; data: unknown }
    result: { result: unknown; requestID: string }
  }
  /** One call of wx.cloud.database() as this phone's person; fails as callFunction does. */
  'cloud.database': { params: Readonly<Record<string, unknown>>; result: Readonly<Record<string, unknown>> }
  /** wx.cloud.uploadFile as this phone's person; fails as callFunction does. */
  'cloud.uploadFile': {
    params: { cloudPath: string; base64: string; contentType: string }
    result: { fileID: string }
  }
  /** At most 50 files; each with its own status. */
  'cloud.getTempFileURL': {
    params: { fileIDs: readonly string[] }
    result: {
      fileList: readonly { fileID: string; tempFileURL: string; status: number; errMsg: string }[]
    }
  }
  'cloud.deleteFile': {
    params: { fileIDs: readonly string[] }
    result: { fileList: readonly { fileID: string; status: number; errMsg: string }[] }
  }
  /** wx.requestPayment: what is to be paid. Fails with {message, refused: true} when WeChat Pay refuses. */
  'pay.look': { params: PaymentRequest; result: { totalFen: number; description: string } }
  /** The person pays on the sheet; fails as pay.look. */
  'pay.pay': {
    params: PaymentRequest & { how: 'once' | 'twice' | 'fails' }
    result: Record<string, never>
  }
  /** Whether the person may confirm that this order has come. */
  'receipt.ask': { params: OrderKey; result: { can: boolean } }
  'receipt.confirm': { params: OrderKey; result: { done: boolean } }
  /** A share card is sent to every other phone's chat. */
  'share.send': { params: ShareCard; result: Record<string, never> }
  /** console.* and uncaught errors of app code, for the terminal and the automator's log events; the answer names the line. */
  'log.add': { params: LogEntry; result: { place: string | null } }
  /** What happened on the phone, in order, for tests: see PhoneRecord. */
  'record.add': { params: PhoneRecord; result: Record<string, never> }
  /** First page is attached; sent again after each reload. */
  'phone.ready': { params: { path: string }; result: Record<string, never> }
}

export interface HostRequests {
  /** A share card (or scheme) was tapped: starts or re-launches the app at this path, as WeChat does. */
  'app.open': { params: { url: string; scene: number }; result: Record<string, never> }
  /** A card arrived in this phone's chat; the phone shows it and opens it when the person taps. */
  'share.received': { params: ShareCard & { id: string; from: string }; result: Record<string, never> }
  'app.back': { params: Record<string, never>; result: Record<string, never> }
  'app.home': { params: Record<string, never>; result: Record<string, never> }
  'app.hide': { params: Record<string, never>; result: Record<string, never> }
  'app.show': { params: Record<string, never>; result: Record<string, never> }
  /** Answers the shown page with its query before it loads anew; null when no app runs. */
  'app.reload': { params: Record<string, never>; result: { shown: string | null } }
  /** All that faults have done to this phone; what is left out of it is well again. */
  'conditions.set': { params: Conditions; result: Record<string, never> }
  /** The person changed a permission in WeChat's settings. */
  'permission.set': { params: { scope: string; allowed: boolean }; result: Record<string, never> }
  /** One command of the DevTools automation protocol, answered by automator/in-page. */
  automator: { params: { method: string; params: Record<string, unknown> }; result: unknown }
  /** Newest time mark in each playing live-player of the shown page, as read from its pixels. */
  'media.marks': { params: Record<string, never>; result: { players: readonly PlayerMark[] } }
}

/** The argument of wx.requestPayment. */
export interface PaymentRequest {
  readonly timeStamp: string
  readonly nonceStr: string
  readonly package: string
  readonly signType: string
  readonly paySign: string
}

/** A payment: WeChat Pay's number, or merchant and order number. */
export interface OrderKey {
  readonly transactionId?: string
  readonly merchantId?: string
  readonly merchantTradeNo?: string
}

export interface ShareCard {
  readonly title: string
  /** `/live/room/room?roomID=…` */
  readonly path: string
  /** Absolute or data URL the other phone can show; empty = screenshot place-holder. */
  readonly imageUrl: string
}

export interface LogEntry {
  readonly type: 'log' | 'info' | 'warn' | 'error' | 'debug' | 'exception'
  readonly args: readonly unknown[]
  readonly page?: string
  readonly stack?: string
}

/** One thing that happened on a phone. The host keeps the newest 5,000 of each phone. */
export interface PhoneRecord {
  /** Date.now() of the phone page. */
  readonly at: number
  readonly kind: 'component' | 'socket' | 'request' | 'route' | 'sdk'
  /** `live-pusher.start`, `live-player.src`, `socket.send`, `navigateTo`, … */
  readonly name: string
  /** JSON. Binary frames as {base64}. */
  readonly detail: unknown
}

export interface PlayerMark {
  readonly id: string
  /** Date.now() of the capture, drawn into the frame; null = no readable mark yet. */
  readonly markMs: number | null
  /** Date.now() when the frame was presented. */
  readonly presentedMs: number | null
  readonly frames: number
  readonly unreadable: number
  /** The newest marks (≤ 600), for latency figures. */
  readonly samples: readonly { readonly markMs: number; readonly presentedMs: number }[]
}

/** WebSocket close codes by which the host sends a page away for good. */
export const LINK_CLOSED = {
  /** The same phone was opened in another window. */
  replaced: 4001,
  /** The phone was closed by the developer. */
  closed: 4002,
  /** Malformed frame, or a page that may not speak for this phone. */
  refused: 1008,
} as const

export type LinkFrame =
  | { readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: LinkError }

export interface LinkError {
  readonly message: string
  /** Vendor fields (errCode, errMsg, errno) pass through untouched. */
  readonly [field: string]: unknown
}

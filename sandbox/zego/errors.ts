/**
 * ZEGO's own numbers. The SDK turns what the server says at login into its own codes (zego-express-engine-
 * miniprogram 3.6.0): token wrong 1102016, token expired 1102018, room full 1002034.
 */
export const SERVER_CODE = {
  ok: 0,
  /** AddStream: no right to publish, or the token has run out; the SDK says NO_PUBLISH 1102018. */
  publishRefused: 1011,
  /** AddStream: somebody else publishes under this name; the SDK passes the number on. */
  streamTaken: 1012,
  tokenMalformed: 50116,
  tokenExpired: 50117,
  tokenUndecipherable: 50119,
  tokenNotForThis: 50124,
  /** A message or extra info over its limit. */
  tooLong: 50012,
  /** More in a second than a room takes. At login the SDK comes again by itself, for up to 300 s. */
  tooOften: 200207,
  loggedInElsewhere: 50013,
  banned: 205030,
  roomFull: 201105,
  /** The SDK says 1002099 (internal error) to whatever it has no word for. */
  notSupported: 1000001105,
} as const

export type ServerCode = (typeof SERVER_CODE)[keyof typeof SERVER_CODE]

/** What a fault must answer at login so that the SDK says the number on the left. */
export const LOGIN_CODE_FOR_SDK: ReadonlyMap<number, ServerCode> = new Map([
  [1102016, SERVER_CODE.tokenUndecipherable],
  [1102018, SERVER_CODE.tokenExpired],
  [1002050, SERVER_CODE.loggedInElsewhere],
  [1002066, SERVER_CODE.banned],
  [1002034, SERVER_CODE.roomFull],
  [1002099, SERVER_CODE.notSupported],
])

/** Return codes of the server API (docs: Server APIs v2, Return codes; each action's own page). */
export const API_CODE = {
  ok: 0,
  badParameter: 2,
  tooLong: 3,
  noRoom: 104,
  /** The same, as CloseRoom and DescribeUsers say it. */
  noRoomToClose: 5024,
  noRoomWithUsers: 50001,
  noStream: 138,
  appTooOften: 206,
  roomTooOften: 207,
  dispatchTooOften: 1010,
  emptyMessage: 1008,
  streamTaken: 1012,
  mediaTooOften: 30002,
  badStreamList: 30006,
  badStreamId: 30009,
  badDispatchType: 30010,
  badClientIp: 30011,
  noLiveStream: 41004,
  userOffline: 50003,
  tooManyUsers: 50011,
  messageTooLong: 50012,
  badAppId: 100000001,
  noTimestamp: 100000002,
  badTimestamp: 100000003,
  signatureExpired: 100000004,
  signatureWrong: 100000005,
  noAction: 100000006,
  unsupportedAction: 100000007,
  noNonce: 100000008,
  noSignature: 100000009,
  unknownApp: 100000011,
  noSignatureVersion: 100000013,
  badSignatureVersion: 100000014,
} as const

export type ApiCode = (typeof API_CODE)[keyof typeof API_CODE]

/** Why a Token04 is not accepted. */
export type TokenFlaw =
  | 'malformed' // not "04" + base64 of the published layout
  | 'undecipherable' // another secret, or changed on the way
  | 'app'
  | 'user'
  | 'room'
  | 'loginDenied' // privilege 1 is 0
  | 'publishDenied' // privilege 2 is 0
  | 'stream' // not in stream_id_list
  | 'expired'

/** Only the two answers of the SDK are documented; which server code stands for which flaw is ours (D-ZG-03). */
export const LOGIN_CODE_OF: Readonly<Record<TokenFlaw, ServerCode>> = {
  malformed: SERVER_CODE.tokenMalformed,
  undecipherable: SERVER_CODE.tokenUndecipherable,
  app: SERVER_CODE.tokenNotForThis,
  user: SERVER_CODE.tokenNotForThis,
  room: SERVER_CODE.tokenNotForThis,
  loginDenied: SERVER_CODE.tokenNotForThis,
  publishDenied: SERVER_CODE.tokenNotForThis,
  stream: SERVER_CODE.tokenNotForThis,
  expired: SERVER_CODE.tokenExpired,
}

export class TokenError extends Error {
  readonly code = 'BAD_TOKEN'
  readonly flaw: TokenFlaw

  constructor(flaw: TokenFlaw) {
    super(`token refused: ${flaw}`)
    this.name = 'TokenError'
    this.flaw = flaw
  }
}

/** Bytes that no SDK would send. The connection that sent them is closed; nobody else notices. */
export class WireError extends Error {
  readonly code = 'BAD_WIRE'

  constructor(message: string) {
    super(message)
    this.name = 'WireError'
  }
}

import { randomBytes } from 'node:crypto'

/** Random names made of `0-9A-Za-z_-`, the only characters that ZEGO's Mini Program components take in an ID. */
export interface Ids {
  /** 16 characters (96 bits): a share link is its only key. */
  roomID(): string
  /** 22 characters (128 bits): nobody can occupy the name of the next broadcast. */
  streamID(): string
  /** 12 characters. */
  goodsID(): string
  /** 8 characters: unique among the SKUs of one goods. */
  skuID(): string
  /** Names one call in the log. */
  requestID(): string
}

export const randomIds: Ids = {
  roomID: () => randomBytes(12).toString('base64url'),
  streamID: () => randomBytes(16).toString('base64url'),
  goodsID: () => randomBytes(9).toString('base64url'),
  skuID: () => randomBytes(4).toString('hex'),
  requestID: () => randomBytes(8).toString('hex'),
}

/**
 * The WebSocket that the engines talk through. The phone hands in its own, which knows whether the phone has a network
 * and how fast it is; without one the browser's is used.
 */
export interface MediaSocket {
  binaryType: BinaryType
  /** Bytes given to `send` that the network has not taken yet. */
  readonly bufferedAmount: number
  readonly readyState: number
  onopen: (() => void) | null
  onmessage: ((event: { readonly data: unknown }) => void) | null
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null
  send(bytes: Uint8Array<ArrayBuffer>): void
  close(): void
}

export type OpenSocket = (url: string) => MediaSocket

export const openBrowserSocket: OpenSocket = (url) => new WebSocket(url) as MediaSocket

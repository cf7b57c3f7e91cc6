import type { ActiveFault, ListedKind } from '../../faults/fault-view.ts'

export type { ActiveFault, ListedKind }

/** What GET /_sandbox/state answers, as far as the page reads it. */
export interface ControlState {
  readonly project: {
    readonly name: string
    readonly roles: readonly string[]
    readonly notes: Readonly<Record<string, string>>
  }
  readonly people: readonly { readonly name: string; readonly role: string | null }[]
  readonly phones: readonly PhoneState[]
  readonly faults: readonly ActiveFault[]
  readonly clockOffsetMs: number
}

export interface PhoneState {
  readonly id: string
  readonly url: string
  readonly person: string
  readonly label: string
  readonly widthHeight: string
  readonly platform: string
  readonly connected: boolean
  readonly headless: boolean
}

export interface LogLine {
  readonly at: number
  readonly from: string
  readonly type: string
  readonly text: string
}

export type UpdateMessage = { readonly line: LogLine } | { readonly changed: string }

type Method = 'GET' | 'POST' | 'DELETE'

/** Throws Error with the API's own sentence. */
export async function callApi<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`/_sandbox/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: method === 'GET' ? undefined : JSON.stringify(body ?? {}),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer?.error?.message ?? `HTTP ${response.status}`)
  return answer as T
}

/** Listens for as long as the page lives; comes back by itself when the sandbox was restarted. */
export function listenForUpdates(
  onMessage: (message: UpdateMessage) => void,
  onLine: (open: boolean) => void,
): void {
  const socket = new WebSocket(`ws://${location.host}/_sandbox/live`)
  socket.onopen = () => onLine(true)
  socket.onmessage = (event) => onMessage(JSON.parse(String(event.data)) as UpdateMessage)
  socket.onclose = () => {
    onLine(false)
    setTimeout(() => listenForUpdates(onMessage, onLine), 1_000)
  }
}

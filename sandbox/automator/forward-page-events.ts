import { z } from 'zod'
import type { AutomatorHost } from './host.ts'

const eventsSchema = z.object({
  events: z.array(z.object({ method: z.string(), params: z.unknown() })),
})

const AGAIN_AFTER_MS = 300

/** Brings the phone page's own events (calls of exposed functions) to the clients, across reloads of the page. */
export function forwardPageEvents(
  host: AutomatorHost,
  emit: (method: string, params: unknown) => void,
): () => void {
  let stopped = false
  let wake = () => {}
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, AGAIN_AFTER_MS)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  void (async () => {
    while (!stopped) {
      try {
        const { events } = eventsSchema.parse(await host.ask('Sandbox.nextEvents', {}))
        for (const event of events) emit(event.method, event.params)
      } catch {
        // The page is reloading or gone; the port closes with the phone.
        await pause()
      }
    }
  })()
  return () => {
    stopped = true
    wake()
  }
}

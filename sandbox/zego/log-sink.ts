import type { Hono } from 'hono'
import type { RequestGuard } from '../web/request-guard.ts'

/** ms; the SDK hears it as the wish to send its logs less often. */
const LOG_INTERVAL_MS = 60_000

/**
 * Where the SDK sends its log (newline-separated JSON, about one line a message): answered and thrown away.
 * The phone's page has another port than this one, so its browser asks first (OPTIONS) and wants CORS headers.
 */
export function addLogSink(app: Hono, path: string): void {
  app.on(['OPTIONS', 'POST'], path, (context) => {
    // The guard let only our own pages through: whoever asks may read the answer.
    context.header('access-control-allow-origin', context.req.header('origin'))
    context.header('access-control-allow-headers', 'content-type')
    return context.json({ interval: LOG_INTERVAL_MS })
  })
}

/** The same guard, for a port that answers its own pages' preflights: they carry no body and change nothing. */
export function answeringPreflights(guard: RequestGuard): RequestGuard {
  return {
    refuse: ({ headers, method }, options) =>
      guard.refuse({ headers, method: method === 'OPTIONS' ? 'GET' : method }, options),
  }
}

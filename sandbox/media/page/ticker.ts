/**
 * Calls `tick` every `everyMs`. The beat comes from a worker: pages in background tabs get their own timers throttled
 * to one a second or less, workers do not. Answers how to stop.
 */
export function startTicker(everyMs: number, tick: () => void): () => void {
  const source = new Blob([`setInterval(() => postMessage(0), ${everyMs})`], { type: 'text/javascript' })
  const url = URL.createObjectURL(source)
  const worker = new Worker(url)
  worker.onmessage = tick
  return () => {
    worker.onmessage = null
    worker.terminate()
    URL.revokeObjectURL(url)
  }
}

/**
 * Calls `tick` every `everyMs`. The beat comes from a worker: pages in background tabs get their own timers throttled
 * to one a second or less, workers do not. A beat is left out while the one before is not done: on a slow machine they
 * would queue up until nothing else in the page had a turn. Answers how to stop.
 */
export function startTicker(everyMs: number, tick: () => void): () => void {
  const beat = `let free = true
    onmessage = () => { free = true }
    setInterval(() => { if (free) { free = false; postMessage(0) } }, ${everyMs})`
  const url = URL.createObjectURL(new Blob([beat], { type: 'text/javascript' }))
  const worker = new Worker(url)
  worker.onmessage = () => {
    try {
      tick()
    } finally {
      worker.postMessage(0)
    }
  }
  return () => {
    worker.onmessage = null
    worker.terminate()
    URL.revokeObjectURL(url)
  }
}

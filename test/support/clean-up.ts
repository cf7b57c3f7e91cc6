/** Takes what ends something that a test started: a socket, a folder, a server. */
export type CleanUp = (end: () => unknown) => void

/**
 * Call once at the top of a test file, or of a `describe` with `afterAll`. What its tests hand over is called after each
 * test, the last first, so that nothing stays in the worker, which goes on with other files.
 */
export function useCleanUp(hook: typeof afterAll = afterEach): CleanUp {
  const ends: (() => unknown)[] = []
  hook(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })
  return (end) => {
    ends.push(end)
  }
}

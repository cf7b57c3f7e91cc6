export interface WaitOptions {
  /** Said in the error when time runs out: "the viewer's video". */
  readonly what: string
  readonly timeoutMs?: number
  readonly everyMs?: number
}

/**
 * Asks again and again until `probe` answers something truthy, and gives that answer back.
 * The only way tests wait: for the thing itself, never for a fixed time.
 */
export async function waitFor<T>(
  probe: () => T | Promise<T>,
  options: WaitOptions,
): Promise<Exclude<T, undefined | null | false | 0 | ''>> {
  const { what, timeoutMs = 10_000, everyMs = 25 } = options
  const deadline = Date.now() + timeoutMs
  let last: unknown
  for (;;) {
    try {
      const answer = await probe()
      if (answer) return answer as Exclude<T, undefined | null | false | 0 | ''>
      last = answer
    } catch (error) {
      last = error
    }
    if (Date.now() > deadline) {
      throw new Error(`waited ${timeoutMs} ms for ${what}; last answer: ${describe(last)}`)
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}

function describe(value: unknown): string {
  if (value instanceof Error) return value.message
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return String(value)
  }
}

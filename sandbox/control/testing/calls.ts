/** One row of a table of calls: what is asked, and what the answer has to look like. */
export interface Call {
  readonly name: string
  readonly call: [method: string, path: string, body?: unknown]
  readonly status: number
  readonly body: (body: Record<string, unknown>) => unknown
}

/** The answer is an error with this code and a sentence like this. */
export function says(code: string, message: RegExp) {
  return ({ error }: Record<string, unknown>) => {
    const { code: got, message: text } = error as { code: string; message: string }
    return got === code && message.test(text)
  }
}

import type { Context } from 'hono'
import { z } from 'zod'
import { isSandboxError, SandboxError } from '../errors.ts'

const STATUS: Readonly<Record<string, 400 | 403 | 404 | 409 | 501>> = {
  BAD_REQUEST: 400,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  PORT_IN_USE: 409,
  UNSUPPORTED: 501,
}

/** Runs a change with its checked body; `{}` when it answers nothing. */
export async function answer<S extends z.ZodType>(
  c: Context,
  schema: S,
  run: (body: z.infer<S>) => unknown,
): Promise<Response> {
  return attempt(c, async () => run(check(schema, await readJson(c))))
}

export async function attempt(c: Context, run: () => unknown): Promise<Response> {
  try {
    return c.json(((await run()) ?? {}) as object)
  } catch (error) {
    return fail(c, error)
  }
}

export function fail(c: Context, error: unknown): Response {
  const code = isSandboxError(error) ? error.code : 'INTERNAL'
  const message =
    error instanceof Error ? error.message : String((error as { errMsg?: unknown })?.errMsg ?? error)
  return c.json({ error: { code, message } }, STATUS[code] ?? 500)
}

/** Throws SandboxError BAD_REQUEST with every flaw. */
export function check<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new SandboxError('BAD_REQUEST', z.prettifyError(parsed.error))
}

/** An absent body is `{}`. */
async function readJson(c: Context): Promise<unknown> {
  const text = await c.req.text()
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw new SandboxError('BAD_REQUEST', 'the body is not JSON')
  }
}

import * as z from 'zod'

const configSchema = z.object({
  ZEGO_APP_ID: z
    .string()
    .regex(/^[1-9]\d{0,9}$/)
    .transform(Number),
  /** 32 characters, used as they are: the key of AES-256 and the secret of the server API. */
  ZEGO_SERVER_SECRET: z.string().length(32),
  ZEGO_SERVER_API: z.url({ protocol: /^https?$/ }).default('https://rtc-api.zego.im'),
  /** Changing it gives everybody a new ZEGO userID. */
  USER_ID_SECRET: z.string().min(16),
  /** Not the ServerSecret: ZEGO signs its callbacks with one of their own. */
  ZEGO_CALLBACK_SECRET: z.string().min(1).optional(),
  SETUP_CODE_SHA256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i)
    .optional(),
})

export interface Config {
  readonly zegoAppID: number
  readonly zegoServerSecret: string
  readonly zegoServerApi: string
  readonly userIDSecret: string
  readonly callbackSecret: string | null
  readonly setupCodeSha256: string | null
}

/** A function's environment is not what it needs. Holds the names of the variables, never a value. */
export class ConfigError extends Error {
  readonly variables: readonly string[]

  constructor(variables: readonly string[]) {
    super(`environment variables missing or malformed: ${variables.join(', ')}`)
    this.name = 'ConfigError'
    this.variables = variables
  }
}

/** Reads the environment variables of a cloud function. Throws ConfigError with the names that are missing or malformed. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  // The console keeps a cleared variable as an empty string: that is a missing one.
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = configSchema.safeParse(set)
  if (!parsed.success)
    throw new ConfigError([...new Set(parsed.error.issues.map(({ path }) => String(path[0])))])
  return {
    zegoAppID: parsed.data.ZEGO_APP_ID,
    zegoServerSecret: parsed.data.ZEGO_SERVER_SECRET,
    zegoServerApi: parsed.data.ZEGO_SERVER_API,
    userIDSecret: parsed.data.USER_ID_SECRET,
    callbackSecret: parsed.data.ZEGO_CALLBACK_SECRET ?? null,
    setupCodeSha256: parsed.data.SETUP_CODE_SHA256 ?? null,
  }
}

import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { SandboxError } from '../errors.ts'
import { readJsonFile } from '../read-json-file.ts'

/** project.config.json as far as DevTools and the sandbox both read it. */
const projectConfigSchema = z.looseObject({
  appid: z.string().default('touristappid'),
  projectname: z.string().default('mini program'),
  miniprogramRoot: z.string().default(''),
  cloudfunctionRoot: z.string().optional(),
})

const documentSchema = z.record(z.string(), z.unknown())

/** Function → its actions. */
export const actionsSchema = z.record(z.string(), z.array(z.string()))

/**
 * sandbox.config.json: what is a project's own. The sandbox knows nothing else of the project it runs; without the
 * file there are no roles, the seed is empty and there is one person.
 * `{openid}` and `{name}` in a role's documents become the person's; `{zego.appID}`, `{zego.serverSecret}`,
 * `{zego.serverApiUrl}`, `{zego.callbackSecret}`, `{pay.…}` (appid, mchid, certSerial, privateKey, apiV3Key, publicKeyID,
 * publicKey), `{cloud.httpAddress}` (public address of the HTTP functions), `{secret.NAME}` (random, 32 hex digits, kept in the data folder) and
 * `{sha256.NAME}` (of that secret's digits) are filled into functionEnv and notes.
 */
const sandboxConfigSchema = z.strictObject({
  people: z
    .array(z.strictObject({ name: z.string().min(1), role: z.string().optional() }))
    .default([{ name: '用户' }]),
  roles: z
    .record(z.string(), z.array(z.strictObject({ collection: z.string(), doc: documentSchema })))
    .default({}),
  phones: z.array(z.strictObject({ person: z.string(), label: z.string().optional() })).default([]),
  cloud: z
    .strictObject({
      env: z.string().default('sandbox'),
      indexes: z.string().optional(),
      /** One document, or a JSON file with a list of them; a collection without documents is created empty. */
      seed: z
        .array(
          z.strictObject({
            collection: z.string(),
            doc: documentSchema.optional(),
            from: z.string().optional(),
          }),
        )
        .default([]),
      /** Folder whose files lie in cloud storage from the start: `cloud://ENV.sandbox-ENV/<to>/<file>`. */
      files: z.strictObject({ from: z.string(), to: z.string() }).optional(),
      functionEnv: z.record(z.string(), z.string()).default({}),
      /** File with time limit (s), memory (MB) and runtime of each function: what a deployment sets. */
      deployment: z.string().optional(),
      /** Functions that servers reach over HTTP: the console's list in production. */
      http: z.array(z.string()).optional(),
      /** File with the function rules of the environment; absent = every function may be called. */
      functionRules: z.string().optional(),
      /** File with the database rules; a collection without one belongs to each document's creator. */
      databaseRules: z.string().optional(),
      /**
       * Function → its actions, as GET /_sandbox/state tells them to a test that goes through all; or the file that a build
       * writes them to.
       */
      actions: z.union([z.string(), actionsSchema]).optional(),
    })
    .default({ env: 'sandbox', seed: [], functionEnv: {} }),
  /**
   * The privacy guideline as declared in WeChat's console. `uses`: camera, microphone, album, address, clipboard; absent =
   * everything is declared; what is not declared fails.
   */
  privacy: z
    .strictObject({
      contractName: z.string().optional(),
      uses: z.array(z.enum(['camera', 'microphone', 'album', 'address', 'clipboard'])).optional(),
    })
    .optional(),
  zego: z
    .strictObject({
      appID: z.int().positive(),
      /** HTTP function that ZEGO's callbacks go to: the console's callback address in production. */
      callbackFunction: z.string().optional(),
      /** Whether ZEGO's support has switched the right to publish on; absent = it has. */
      publishPrivilege: z.boolean().optional(),
    })
    .optional(),
  /** The merchant of WeChat Pay that is bound to the app; absent = nothing can be paid. */
  pay: z.strictObject({ mchid: z.string().regex(/^\d{8,32}$/) }).optional(),
  /** What the developer has to know, by name; shown on the control page and in GET /_sandbox/state. */
  notes: z.record(z.string(), z.string()).optional(),
  /** npm packages whose exported classes the recorder watches: `GET /_sandbox/record`, kind `sdk`. */
  record: z.array(z.string()).optional(),
})

export type SandboxConfig = z.infer<typeof sandboxConfigSchema>

export interface Project {
  readonly root: string
  readonly appid: string
  readonly name: string
  readonly miniprogramRoot: string
  readonly functionsDir: string | null
  readonly config: SandboxConfig
}

/** Opens a project folder as DevTools does. Throws SandboxError BAD_PROJECT with the file and what is wrong in it. */
export function openProject(folder: string): Project {
  const root = resolve(folder)
  const projectFile = join(root, 'project.config.json')
  if (!existsSync(projectFile)) throw new SandboxError('BAD_PROJECT', `no project.config.json in ${root}`)
  const project = readJsonFile(projectFile, projectConfigSchema)
  const sandboxFile = join(root, 'sandbox.config.json')
  const config = existsSync(sandboxFile)
    ? readJsonFile(sandboxFile, sandboxConfigSchema)
    : sandboxConfigSchema.parse({})
  return {
    root,
    appid: project.appid,
    name: project.projectname,
    miniprogramRoot: resolve(root, project.miniprogramRoot),
    functionsDir: project.cloudfunctionRoot ? resolve(root, project.cloudfunctionRoot) : null,
    config,
  }
}

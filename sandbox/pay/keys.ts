import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  randomInt,
} from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { SandboxError } from '../errors.ts'
import { writePrivateFile } from '../private-file.ts'

const keptSchema = z.strictObject({
  merchantKey: z.string(),
  certSerial: z.string(),
  apiV3Key: z.string().length(32),
  platformKey: z.string(),
  publicKeyID: z.string(),
})

/** What merchant and WeChat Pay know of each other, made when first asked for. PEM texts are what consoles give out. */
export interface PayKeys {
  /** Of the merchant's API certificate: 40 hex digits. */
  readonly certSerial: string
  readonly merchantKeyPem: string
  readonly merchantPublicKey: KeyObject
  readonly apiV3Key: string
  /** WeChat Pay's public key: the only way to verify for merchants of today. */
  readonly publicKeyID: string
  readonly publicKeyPem: string
  readonly platformKey: KeyObject
}

/** Throws SandboxError BAD_PROJECT when the file is damaged. */
export function openPayKeys(file: string): PayKeys {
  const kept = existsSync(file) ? read(file) : make(file)
  const platformKey = createPrivateKey(kept.platformKey)
  return {
    certSerial: kept.certSerial,
    merchantKeyPem: kept.merchantKey,
    merchantPublicKey: createPublicKey(kept.merchantKey),
    apiV3Key: kept.apiV3Key,
    publicKeyID: kept.publicKeyID,
    publicKeyPem: createPublicKey(platformKey).export({ type: 'spki', format: 'pem' }).toString(),
    platformKey,
  }
}

function make(file: string): z.infer<typeof keptSchema> {
  const fresh = {
    merchantKey: newKey(),
    certSerial: randomBytes(20).toString('hex').toUpperCase(),
    apiV3Key: randomBytes(16).toString('hex'),
    platformKey: newKey(),
    publicKeyID: `PUB_KEY_ID_0${randomInt(10 ** 11, 10 ** 12)}`,
  }
  writePrivateFile(file, JSON.stringify(fresh, null, 2))
  return fresh
}

function read(file: string): z.infer<typeof keptSchema> {
  try {
    return keptSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new SandboxError('BAD_PROJECT', `${file} is damaged; start with --reset`)
  }
}

const newKey = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()

import type { PayHandle } from '../pay/pay.ts'
import type { Project } from '../project/project.ts'
import type { ZegoHandle } from '../zego/zego.ts'
import { httpAddressOf, payPlaceholders } from './pay-deps.ts'
import { fillPlaceholders } from './placeholders.ts'
import { zegoPlaceholders } from './zego-deps.ts'

export interface FillingDeps {
  readonly project: Project
  readonly secret: (name: string) => string
  readonly zego: ZegoHandle | null
  readonly pay: PayHandle | null
}

/** Texts of sandbox.config.json with what the parts know. Throws SandboxError BAD_PROJECT for an unknown placeholder. */
export function filledIn(
  where: string,
  texts: Readonly<Record<string, string>>,
  { project: { appid, config }, secret, zego, pay }: FillingDeps,
): Record<string, string> {
  const placeholders = {
    'cloud.httpAddress': () => httpAddressOf(config.cloud.env),
    ...(pay && payPlaceholders(pay, appid)),
    ...(zego && config.zego && zegoPlaceholders(zego, config.zego, secret)),
  }
  return fillPlaceholders(where, texts, placeholders, secret)
}

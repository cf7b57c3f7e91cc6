import { AppError } from '../../../miniprogram/domain/errors'
import { claimRequest } from '../../lib/contracts/studio.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { isSetupCode } from '../../lib/members/setup-code'
import type { Services } from '../../lib/services'

/** Tries per hour. With 128 bits nobody guesses; the limits keep a flood from costing the owner anything. */
export const TRIES_A_PERSON = 5
export const TRIES_IN_ALL = 50

type Deps = Pick<Services, 'members' | 'claimTries' | 'clock' | 'settings'>

/**
 * Makes the caller the owner, once in the life of the shop. Their name stays '': viewers read the shop's instead.
 *
 * Errors: ALREADY_CLAIMED (also to the owner), CLAIM_CLOSED, TOO_MANY_TRIES, WRONG_CODE.
 */
export function claimShop(deps: Deps): Action<'studio.claim'> {
  return defineAction(claimRequest, async ({ code }, { openid }) => {
    if (await deps.members.owner()) throw new AppError('ALREADY_CLAIMED')
    const { setupCodeSha256 } = deps.settings
    if (setupCodeSha256 === null) throw new AppError('CLAIM_CLOSED')
    // The person first: whoever has no tries left takes none from the others.
    const now = deps.clock.now()
    const mayTry =
      (await deps.claimTries.count(`person-${openid}`, TRIES_A_PERSON, now)) &&
      (await deps.claimTries.count('all', TRIES_IN_ALL, now))
    if (!mayTry) throw new AppError('TOO_MANY_TRIES')
    if (!isSetupCode(code, setupCodeSha256)) throw new AppError('WRONG_CODE')
    if (!(await deps.members.claim({ openid, name: '' }))) throw new AppError('ALREADY_CLAIMED')
    return { role: 'owner' as const }
  })
}

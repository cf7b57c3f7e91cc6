import * as z from 'zod'
import { AppError } from '../../../miniprogram/domain/errors'
import { describeError, type Log } from '../log'

/** WeChat's look at a text before everybody sees it. */
export interface TitleCheck {
  /** Passes, or throws TITLE_REFUSED; BUSY when it cannot be asked: what nobody looked at is not shown. */
  check(title: string, openid: string): Promise<void>
}

/** The part of `cloud.openapi` that is used (WeChat docs, security.msgSecCheck version 2). */
export interface OpenApi {
  readonly security: { msgSecCheck(request: Record<string, unknown>): Promise<unknown> }
}

/**
 * 1 资料, 2 评论, 3 论坛, 4 社交日志. A title is what a shop says about itself, on the home page and on share cards: 资料,
 * the strictest that fits. It is neither an answer to somebody (2, 3) nor a post to friends (4).
 */
const SCENE = 1

/** The verdict stands in `suggest`: `errcode` is 0 for a risky text, too. */
const answerSchema = z.object({ result: z.object({ suggest: z.enum(['pass', 'review', 'risky']) }) })

/** "risky content" as an error instead of a verdict (WeChat's table of return codes). */
const RISKY = 87014

export function cloudTitleCheck(deps: { openapi(): OpenApi; log: Log }): TitleCheck {
  async function ask(content: string, openid: string): Promise<'pass' | 'review' | 'risky'> {
    try {
      const answer = await deps.openapi().security.msgSecCheck({ version: 2, scene: SCENE, openid, content })
      return answerSchema.parse(answer).result.suggest
    } catch (error) {
      if ((error as { errCode?: unknown } | null)?.errCode === RISKY) return 'risky'
      deps.log({ event: 'title-check-failed', error: describeError(error, [openid]) })
      throw new AppError('BUSY')
    }
  }

  return {
    async check(title, openid) {
      if ((await ask(title, openid)) !== 'pass') throw new AppError('TITLE_REFUSED')
    },
  }
}

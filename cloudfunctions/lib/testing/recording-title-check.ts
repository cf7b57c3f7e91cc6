import { AppError, type ErrorCode } from '../../../miniprogram/domain/errors'
import type { TitleCheck } from '../moderation/title-check'

/** Passes everything until the test sets `answer`; remembers what it was asked. */
export class RecordingTitleCheck implements TitleCheck {
  readonly asked: { title: string; openid: string }[] = []
  answer: ErrorCode | null = null

  async check(title: string, openid: string): Promise<void> {
    this.asked.push({ title, openid })
    if (this.answer) throw new AppError(this.answer)
  }
}

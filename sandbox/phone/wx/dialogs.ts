import { perPhone } from './per-phone.ts'

/** WeChat's own surfaces that wait for the person. `card` is a share card in the chat; confirm opens it. */
export type DialogKind =
  | 'modal'
  | 'actionSheet'
  | 'permission'
  | 'setting'
  | 'share'
  | 'menu'
  | 'card'
  | 'contract'
  | 'album'
  | 'address'
  | 'payment'
  | 'receipt'

export interface OpenDialog {
  readonly kind: DialogKind
  /** What the person reads, for logs and tests. */
  readonly title: string
  confirm(): void
  cancel(): void
}

/**
 * The dialogs that are open now, so that code (the automator's `Tool.native`) can answer what a person would tap.
 * The newest of a kind is the one on top.
 */
export class Dialogs {
  readonly #open: OpenDialog[] = []

  /** Registers an open dialog; the returned function takes it off. */
  add(dialog: OpenDialog): () => void {
    this.#open.push(dialog)
    return () => {
      const index = this.#open.indexOf(dialog)
      if (index >= 0) this.#open.splice(index, 1)
    }
  }

  current(kind: DialogKind): OpenDialog | undefined {
    return this.#open.findLast((dialog) => dialog.kind === kind)
  }

  /** False when no such dialog is open. */
  confirm(kind: DialogKind): boolean {
    const dialog = this.current(kind)
    dialog?.confirm()
    return dialog !== undefined
  }

  /** False when no such dialog is open. */
  cancel(kind: DialogKind): boolean {
    const dialog = this.current(kind)
    dialog?.cancel()
    return dialog !== undefined
  }
}

export const dialogsOf = perPhone(() => new Dialogs())

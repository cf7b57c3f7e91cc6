import { addOnce, type Database } from '../database'

/** The collection `nonces`: what was signed once and must not come twice. */
export interface Nonces {
  /** False when it was used before. Of two at once one wins. */
  use(nonce: string, now: number): Promise<boolean>
  /** As if it had not been used: what it stood for failed, and its sender will repeat it. */
  release(nonce: string): Promise<void>
  /** Forgets those used before `at` (ms). */
  forget(at: number): Promise<void>
}

export function cloudNonces(db: Database): Nonces {
  const nonces = () => db.collection('nonces')
  return {
    use: (nonce, now) => addOnce(nonces(), { _id: nonce, at: now }),

    async release(nonce) {
      await nonces().where({ _id: nonce }).remove()
    },

    async forget(at) {
      await nonces()
        .where({ at: db.command.lt(at) })
        .remove()
    },
  }
}

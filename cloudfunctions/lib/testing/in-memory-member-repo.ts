import type { MemberRepo, Owner } from '../members/member-repo'

export class InMemoryMemberRepo implements MemberRepo {
  /** Calls that touched the database. */
  reads = 0
  #owner: Owner | null

  constructor(owner: Owner | null) {
    this.#owner = owner
  }

  handOverTo(owner: Owner | null): void {
    this.#owner = owner
  }

  async owner(): Promise<Owner | null> {
    this.reads++
    return this.#owner
  }

  async claim(owner: Owner): Promise<boolean> {
    await new Promise<void>((resolve) => setImmediate(resolve))
    if (this.#owner) return false
    this.#owner = owner
    return true
  }
}

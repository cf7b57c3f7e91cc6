/** Who this shop belongs to. */
export interface Owner {
  /** Never leaves the server. */
  readonly openid: string
  /** The anchor's name that shoppers see; '' = none given. */
  readonly name: string
}

/** The collection `members`, read anew in every call: a role that was taken away is gone at once. */
export interface MemberRepo {
  /** The record `members/owner`; null while nobody has taken the shop over. */
  owner(): Promise<Owner | null>
  /** Writes the record `members/owner`; false when there is one. Of two at once one wins. */
  claim(owner: Owner): Promise<boolean>
}

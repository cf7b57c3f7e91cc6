export interface Line {
  readonly state: 'ok' | 'do' | 'unseen'
  readonly text: string
}
export function askedLine(
  asked: { readonly domains: readonly string[]; readonly at: Date } | null,
  listed: readonly string[],
): Line

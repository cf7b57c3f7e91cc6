/** 1,286; from 10,000 on 1.2万 (people and likes only, money is never shortened); unknown = –. */
export function countText(count: number | null): string {
  if (count === null) return '–'
  if (count >= 10_000) return `${Math.floor(count / 1000) / 10}万`
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Who is on air, for people: an owner who has given no name yet goes by the shop's. */
export function displayName(anchorName: string, shopName: string): string {
  return anchorName || shopName
}

/** The first character of a name, for the avatar, also when it is one of those that take two units. */
export function initialOf(name: string): string {
  return [...name][0] ?? ''
}

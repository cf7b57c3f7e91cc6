/** 00:42:16: a running clock; hours are always shown. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':')
}

/** 00:47: minutes and seconds, for short waits. */
export function waitText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`
}

/** 播了 2 小时 18 分, 播了 42 分钟, 播了不到 1 分钟. */
export function lastedText(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000)
  const hours = Math.floor(minutes / 60)
  if (minutes < 1) return '播了不到 1 分钟'
  if (hours < 1) return `播了 ${minutes} 分钟`
  return minutes % 60 === 0 ? `播了 ${hours} 小时` : `播了 ${hours} 小时 ${minutes % 60} 分`
}

/** 1,286; from 10,000 on 1.2万 (people and likes only, money is never shortened); unknown = –. */
export function countText(count: number | null): string {
  if (count === null) return '–'
  if (count >= 10_000) return `${Math.floor(count / 1000) / 10}万`
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Who is on air, for people: an owner who has given no name yet goes by the shop's. */
export function hostName(anchorName: string, shopName: string): string {
  return anchorName || shopName
}

/** What stands on a seal: the first character, also when it is one of those that take two units. */
export function sealOf(name: string): string {
  return [...name][0] ?? ''
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

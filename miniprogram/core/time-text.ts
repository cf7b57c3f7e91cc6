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

/** 21:24, this phone's time zone. */
export function hourText(at: number): string {
  const date = new Date(at)
  return `${two(date.getHours())}:${two(date.getMinutes())}`
}

/** 11-24 06:12 */
export function dayText(at: number): string {
  const date = new Date(at)
  return `${two(date.getMonth() + 1)}-${two(date.getDate())} ${hourText(at)}`
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

import { readdirSync, readFileSync } from 'node:fs'

/** Processes below `pid` (Linux). @returns {{pid: number, name: string}[]} */
export function descendantsOf(pid) {
  const all = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => readStat(Number(entry)) ?? [])
  const below = (parent) =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)])
  return below(pid).map(({ pid: child, name }) => ({ pid: child, name }))
}

/** A process that ended and that nobody asked about yet is not alive. */
export function isAlive(pid) {
  const stat = readStat(pid)
  return stat !== null && stat.state !== 'Z'
}

/** null = it is gone. */
function readStat(pid) {
  try {
    const [, name, state, parent] = /\((.*)\) (\S) (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))
    return { pid, name, state, parent: Number(parent) }
  } catch {
    return null
  }
}

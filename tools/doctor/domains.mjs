import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readAskedDomains } from '../lib/asked-domains.mjs'
import { either, ok, todo, unseen } from './line.mjs'

const SDK = 'miniprogram/rtc/miniprogram_npm/zego-express-engine-miniprogram/index.js'
/** ZEGO's production names inside the SDK; its test servers are called otherwise. */
const HOST = /\b(?:accesshub|weblogger)-wss\.[a-z]+\.(?:im|com)\b/g

/**
 * domains.json is the one table: what the admin console needs, compared with what the packed SDK names and with what
 * phones asked for in the last test run. The sandbox lets phones reach the same hosts and no other (doctor.test.ts
 * compares the two).
 */
export async function domainLines(root) {
  const listed = JSON.parse(readFileSync(join(root, 'domains.json'), 'utf8'))
  return [
    ...Object.entries(listed).flatMap(([kind, domains]) =>
      domains.map((domain) => unseen(`开发管理-服务器域名: ${kind} 合法域名 ${domain}`)),
    ),
    sdkLine(root, Object.values(listed).flat()),
    askedLine(readAskedDomains(root), Object.values(listed).flat()),
    ok('RTMP addresses and wx.cloud need no entry'),
  ]
}

/**
 * @param {{domains: string[], at: Date} | null} asked
 * @param {string[]} listed
 */
export function askedLine(asked, listed) {
  if (asked === null) return todo('run npm test: it notes which domains app and SDK ask for, to compare them')
  const missing = asked.domains.filter((domain) => !listed.includes(domain))
  return either(
    missing.length === 0,
    `the ${asked.domains.length} asked for in the test run of ${asked.at.toISOString()} are listed`,
    `domains.json lacks ${missing.join(', ')}, asked for in the test run of ${asked.at.toISOString()}`,
  )
}

function sdkLine(root, listed) {
  if (!existsSync(join(root, SDK))) return todo('run npm run build: the ZEGO SDK is not packed')
  const named = [...new Set(readFileSync(join(root, SDK), 'utf8').match(HOST) ?? [])]
  const missing = named.filter((host) => !listed.some((domain) => domain.endsWith(`//${host}`)))
  return either(
    named.length > 0 && missing.length === 0,
    `all ${named.length} hosts that the packed ZEGO SDK names are listed`,
    named.length === 0
      ? 'the packed ZEGO SDK names no host of the known form: compare domains.json by hand'
      : `domains.json lacks ${missing.join(', ')}, which the packed ZEGO SDK names`,
  )
}

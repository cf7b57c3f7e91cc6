import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { productionHosts } from '../sandbox/control/production-hosts.ts'

test('the sandbox lets phones reach the hosts of domains.json and no other', () => {
  const listed: Record<string, string[]> = JSON.parse(
    readFileSync(new URL('../domains.json', import.meta.url), 'utf8'),
  )
  const reached = productionHosts({ accesshubUrl: 'ws://127.0.0.1', httplogUrl: 'http://127.0.0.1' })
  assert.deepEqual(
    [...new Set(reached.map(({ from }) => `${new URL(from).protocol}//${new URL(from).host}`))].sort(),
    Object.values(listed).flat().sort(),
  )
})

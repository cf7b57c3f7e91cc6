import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { isLock, readLock, takeLock } from './lock.ts'

let folder = ''
const file = () => join(folder, 'lock.json')

describe('lock of a data folder', () => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-lock-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('has one holder, who tells the address', () => {
    const lock = takeLock(file())
    assert.ok(isLock(lock))
    assert.deepEqual(takeLock(file()), { pid: process.pid, url: null })
    lock.announce('http://127.0.0.1:1')
    assert.deepEqual(takeLock(file()), { pid: process.pid, url: 'http://127.0.0.1:1' })
    assert.equal(statSync(file()).mode & 0o777, 0o600)
    lock.release()
    lock.release()
    assert.equal(existsSync(file()), false)
  })

  it('outlives neither its process nor half a file', () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid
    for (const content of [JSON.stringify({ pid: gone, url: null }), '{"pid":', '']) {
      writeFileSync(file(), content)
      assert.equal(readLock(file()), null)
      const lock = takeLock(file())
      assert.ok(isLock(lock), content)
      lock.release()
    }
  })
})

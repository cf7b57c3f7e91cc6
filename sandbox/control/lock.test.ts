import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
    expect(takeLock(file())).toStrictEqual({ pid: process.pid, url: null })
    lock.announce('http://127.0.0.1:1')
    expect(takeLock(file())).toStrictEqual({ pid: process.pid, url: 'http://127.0.0.1:1' })
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    lock.release()
    lock.release()
    expect(existsSync(file())).toBe(false)
  })

  it('outlives neither its process nor half a file', () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid
    for (const content of [JSON.stringify({ pid: gone, url: null }), '{"pid":', '']) {
      writeFileSync(file(), content)
      expect(readLock(file())).toBeNull()
      const lock = takeLock(file())
      assert.ok(isLock(lock), content)
      lock.release()
    }
  })
})

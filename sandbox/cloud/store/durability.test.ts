import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Database } from './database.ts'
import { Journal } from './journal.ts'

const WRITER = fileURLToPath(new URL('../testing/endless-writer.ts', import.meta.url))

test('a process that is killed keeps every acknowledged write and never half a transaction', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'cloud-kill-'))
  try {
    const writer = spawn(process.execPath, ['--import', 'tsx', WRITER, dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const acknowledged: string[] = []
    const lines = createInterface({ input: writer.stdout })
    lines.on('line', (line) => {
      acknowledged.push(line)
      if (acknowledged.length === 200) writer.kill('SIGKILL')
    })
    await Promise.all([once(writer, 'exit'), once(lines, 'close')])
    expect(acknowledged.length).toBeGreaterThanOrEqual(200)

    const database = new Database(new Journal(dataDir), [])
    const ids = (collection: string): Set<unknown> =>
      new Set(database.find(collection, {}).map(({ _id }) => _id))
    const orders = ids('orders')
    const ledger = ids('ledger')
    database.close()
    for (const id of acknowledged) assert.ok(orders.has(id), id)
    expect(orders).toStrictEqual(ledger)
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
})

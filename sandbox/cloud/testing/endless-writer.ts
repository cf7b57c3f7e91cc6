import { Database } from '../store/database.ts'
import { Journal } from '../store/journal.ts'

/** Commits order and ledger row together, for ever, and prints each acknowledged id. Argument: the data folder. */
const database = new Database(new Journal(process.argv[2] ?? '.'), [])
for (const name of ['orders', 'ledger']) database.createCollection(name)
for (let n = 0; ; n++) {
  const id = `o${n}`
  const transaction = database.begin('writer')
  await database.insert('orders', [{ _id: id }], transaction)
  await database.insert('ledger', [{ _id: id }], transaction)
  database.commit(transaction)
  await new Promise((written) => process.stdout.write(`${id}\n`, written))
}

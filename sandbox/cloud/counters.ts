export interface Counts {
  /** Runs by function: calls of phones, timers, HTTP and other functions alike. */
  readonly functionCalls: Readonly<Record<string, number>>
  /** Database requests of functions and phones: query, get, count, aggregate; one each, whatever it answers. */
  readonly dbReads: number
  /** add, update, set, remove; one each, whatever it changes. */
  readonly dbWrites: number
}

const READS = new Set(['getDocument', 'calculateDocument', 'aggregateDocuments'])
const WRITES = new Set(['insertDocument', 'modifyDocument', 'removeDocument'])

/** What a bill would count. The desk's and the tests' own look at the database is not in it. */
export class Counters {
  #functionCalls = new Map<string, number>()
  #dbReads = 0
  #dbWrites = 0

  countRun(functionName: string): void {
    this.#functionCalls.set(functionName, (this.#functionCalls.get(functionName) ?? 0) + 1)
  }

  /** `action` as on the wire, e.g. `database.getDocument`. */
  countAction(action: string): void {
    const name = action.replace(/^database\./, '')
    if (READS.has(name)) this.#dbReads += 1
    if (WRITES.has(name)) this.#dbWrites += 1
  }

  /** One request of a phone's own. */
  countClient(operation: 'get' | 'count' | 'add' | 'update' | 'set' | 'remove'): void {
    if (operation === 'get' || operation === 'count') this.#dbReads += 1
    else this.#dbWrites += 1
  }

  read(): Counts {
    return {
      functionCalls: Object.fromEntries(this.#functionCalls),
      dbReads: this.#dbReads,
      dbWrites: this.#dbWrites,
    }
  }

  reset(): void {
    this.#functionCalls.clear()
    this.#dbReads = 0
    this.#dbWrites = 0
  }
}

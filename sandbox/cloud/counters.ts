export interface Counts {
  /** Runs by function: calls of phones, timers, HTTP and other functions alike. */
  readonly functionCalls: Readonly<Record<string, number>>
  /** Database requests of functions and phones: query, get, count, aggregate; one each, whatever it answers. */
  readonly dbReads: number
  /** add, update, set, remove; one each, whatever it changes. */
  readonly dbWrites: number
  /** Of both, those that functions made while a person's call ran, by openid. */
  readonly dbByPerson: Readonly<Record<string, number>>
  /** Most instances that were at work at the same moment, by function. */
  readonly instances: Readonly<Record<string, number>>
}

const READS = new Set(['getDocument', 'calculateDocument', 'aggregateDocuments'])
const WRITES = new Set(['insertDocument', 'modifyDocument', 'removeDocument'])

/** What a bill would count. The control API's and the tests' own look at the database is not in it. */
export class Counters {
  #functionCalls = new Map<string, number>()
  #dbReads = 0
  #dbWrites = 0
  #dbByPerson = new Map<string, number>()
  #instances = new Map<string, number>()

  countRun(functionName: string): void {
    this.#functionCalls.set(functionName, (this.#functionCalls.get(functionName) ?? 0) + 1)
  }

  countAtWork(functionName: string, instances: number): void {
    this.#instances.set(functionName, Math.max(instances, this.#instances.get(functionName) ?? 0))
  }

  /** `action` as on the wire, e.g. `database.getDocument`; `openid` of whose call it is, null = nobody's. */
  countAction(action: string, openid: string | null): void {
    const name = action.replace(/^database\./, '')
    if (READS.has(name)) this.#dbReads += 1
    else if (WRITES.has(name)) this.#dbWrites += 1
    else return
    if (openid !== null) this.#dbByPerson.set(openid, (this.#dbByPerson.get(openid) ?? 0) + 1)
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
      dbByPerson: Object.fromEntries(this.#dbByPerson),
      instances: Object.fromEntries(this.#instances),
    }
  }

  reset(): void {
    this.#functionCalls.clear()
    this.#dbReads = 0
    this.#dbWrites = 0
    this.#dbByPerson.clear()
    this.#instances.clear()
  }
}

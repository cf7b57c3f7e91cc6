import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../../sandbox/browser/launch-browser.ts'
import { type PhoneDriver, type World, waitFor } from '../journeys/world.ts'
import type { Facts } from './layout-facts.ts'
import { GLASSES, type Glass, type LightTable, openLightTable, type Still } from './layout-probe.ts'
import { judge } from './rules.ts'
import { blankWhile } from './screencast.ts'

export interface State {
  /** `room-ended`: names the pictures. */
  readonly name: string
  /** What the page says in this state. */
  readonly says: string
  /** Selector of what it shows only in this state, if its words do not tell. */
  readonly shows?: string
  /** Titles and names of people that may end in an ellipsis. */
  readonly written?: readonly string[]
}

export interface Look {
  /** What is seen of the state on a glass of this size: one look for each screenful. */
  factsAt(phone: PhoneDriver, state: State, glass: Glass): Promise<readonly Facts[]>
  /** The state keeps every rule at each of the three sizes, whatever the phone does meanwhile. */
  isSound(phone: PhoneDriver, state: State): Promise<void>
  /** After `before`, `open` leaves the glass without anything on it for 300 ms at most. Both may run several times. */
  opensWithoutBlank(
    phone: PhoneDriver,
    before: () => Promise<unknown>,
    open: () => Promise<unknown>,
  ): Promise<void>
}

/** Design tokens §9 and issue of the look: longer, and a person thinks that it hangs. */
const LONGEST_BLANK_MS = 300
/** A busy machine makes every opening longer, none shorter: the quickest tells what the page does. */
const OPENINGS = 3
/** The slowest state to come is one that the app itself waits for. */
const PATIENCE_MS = 40_000

/**
 * Looks at the phones of a world. With `KAIBO_LOOK_DIR` every state is also saved there as a picture of each size, for
 * a person to lay beside the design.
 */
export function useLook(world: World): Look {
  // A browser of its own: nobody takes a still for the phone it was taken of.
  let browser: Browser
  let table: LightTable
  beforeAll(async () => {
    browser = await launchBrowser()
    table = await openLightTable(browser)
  })
  afterAll(() => browser?.close())

  /** Waits for the state and holds it as it is at that moment. */
  const hold = async (phone: PhoneDriver, { says, shows }: State): Promise<Still> => {
    try {
      return await waitFor(() => table.take(world.browserPage(phone), { says, shows }), {
        what: `${says} ${shows ?? ''} on the phone of ${phone.person}`,
        timeoutMs: PATIENCE_MS,
      })
    } catch (error) {
      throw new Error(`${(error as Error).message}; it says: ${(await phone.words()).replace(/\s+/g, ' ')}`)
    }
  }

  return {
    factsAt: async (phone, state, glass) => table.look(await hold(phone, state), glass),
    async isSound(phone, state) {
      const still = await hold(phone, state)
      const findings = await findingsOf(table, still, state)
      assert.equal(findings.join('\n'), '', `${findings.length} findings`)
    },
    async opensWithoutBlank(phone, before, open) {
      const blanks: number[] = []
      while (blanks.length < OPENINGS && Math.min(...blanks, Number.POSITIVE_INFINITY) > LONGEST_BLANK_MS) {
        await before()
        blanks.push(await blankWhile(world.browserPage(phone), table, open))
      }
      assert.ok(Math.min(...blanks) <= LONGEST_BLANK_MS, `blank for ${blanks.map(Math.round).join(', ')} ms`)
    },
  }
}

/** One line each: `.state-title at 360 × 640: clipped: …` */
async function findingsOf(table: LightTable, still: Still, state: State): Promise<string[]> {
  const findings: string[] = []
  for (const glass of GLASSES) {
    const size = `${glass.width}x${glass.height}`
    const folder = process.env.KAIBO_LOOK_DIR
    const looks = await table.look(still, glass, folder && join(folder, `${state.name}-${size}`))
    const words = looks.flatMap(({ lines }) => lines.map(({ text }) => text)).join(' ')
    if (!words.includes(state.says))
      findings.push(`at ${size}: “${state.says}” cannot be seen; seen: ${words}`)
    for (const facts of looks) {
      for (const { rule, where, what } of judge(facts, { written: state.written ?? [] })) {
        findings.push(`${where} at ${size}: ${rule}: ${what}`)
      }
    }
  }
  return [...new Set(findings)]
}

import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../../sandbox/browser/launch-browser.ts'
import { type PhoneDriver, type World, waitFor } from '../journeys/world.ts'
import type { LayoutFacts } from './layout-facts.ts'
import {
  type LayoutProbe,
  openLayoutProbe,
  type PageSnapshot,
  SCREEN_SIZES,
  type ScreenSize,
} from './layout-probe.ts'
import { checkLayout } from './rules.ts'
import { blankTimeWhile } from './screencast.ts'

export interface State {
  /** `room-ended`: names the pictures. */
  readonly name: string
  /** What the page says in this state. */
  readonly says: string
  /** Selector of what it shows only in this state, if its words do not tell. */
  readonly shows?: string
  /** Titles and names of people that may end in an ellipsis. */
  readonly mayTruncate?: readonly string[]
}

export interface Look {
  /** What the state looks like on a screen of this size: one set of facts for each screenful. */
  factsAt(phone: PhoneDriver, state: State, screen: ScreenSize): Promise<readonly LayoutFacts[]>
  /** Fails with every layout rule that the state breaks at one of the three sizes. */
  expectNoFindings(phone: PhoneDriver, state: State): Promise<void>
  /** `open`, run after `before`, leaves the screen empty for 300 ms at most. Both may run several times. */
  opensWithoutBlank(
    phone: PhoneDriver,
    before: () => Promise<unknown>,
    open: () => Promise<unknown>,
  ): Promise<void>
}

/** Design tokens §9: a screen that is empty for longer seems to hang. */
const LONGEST_BLANK_MS = 300
/** A busy machine makes openings longer, never shorter: the quickest one counts. */
const OPENINGS = 3
/** Some states come only after a timeout of the app itself. */
const PATIENCE_MS = 40_000

/**
 * Checks the layout of what the phones of a world show. With `KAIBO_LOOK_DIR` every state is also saved there as a picture of each size, for
 * a person to lay beside the design.
 */
export function useLook(world: World): Look {
  // A browser of its own: snapshots must not be taken for the phones.
  let browser: Browser
  let probe: LayoutProbe
  beforeAll(async () => {
    browser = await launchBrowser()
    probe = await openLayoutProbe(browser)
  })
  afterAll(() => browser?.close())

  /** Waits for the state and takes a snapshot of it. */
  const captureState = async (phone: PhoneDriver, { says, shows }: State): Promise<PageSnapshot> => {
    try {
      return await waitFor(() => probe.capture(world.browserPage(phone), { says, shows }), {
        what: `${says} ${shows ?? ''} on the phone of ${phone.person}`,
        timeoutMs: PATIENCE_MS,
      })
    } catch (error) {
      throw new Error(`${(error as Error).message}; it says: ${(await phone.words()).replace(/\s+/g, ' ')}`)
    }
  }

  return {
    factsAt: async (phone, state, screen) => probe.measure(await captureState(phone, state), screen),
    async expectNoFindings(phone, state) {
      const snapshot = await captureState(phone, state)
      const findings = await findingsOf(probe, snapshot, state)
      assert.equal(findings.join('\n'), '', `${findings.length} findings`)
    },
    async opensWithoutBlank(phone, before, open) {
      const blanks: number[] = []
      while (blanks.length < OPENINGS && Math.min(...blanks, Number.POSITIVE_INFINITY) > LONGEST_BLANK_MS) {
        await before()
        blanks.push(await blankTimeWhile(world.browserPage(phone), probe, open))
      }
      assert.ok(Math.min(...blanks) <= LONGEST_BLANK_MS, `blank for ${blanks.map(Math.round).join(', ')} ms`)
    },
  }
}

/** One line each: `.state-title at 360 × 640: clipped: …` */
async function findingsOf(probe: LayoutProbe, snapshot: PageSnapshot, state: State): Promise<string[]> {
  const findings: string[] = []
  for (const screen of SCREEN_SIZES) {
    const size = `${screen.width}x${screen.height}`
    const folder = process.env.KAIBO_LOOK_DIR
    const screenfuls = await probe.measure(snapshot, screen, folder && join(folder, `${state.name}-${size}`))
    const words = screenfuls.flatMap(({ lines }) => lines.map(({ text }) => text)).join(' ')
    if (!words.includes(state.says))
      findings.push(`at ${size}: “${state.says}” cannot be seen; seen: ${words}`)
    for (const facts of screenfuls) {
      for (const { rule, where, what } of checkLayout(facts, { mayTruncate: state.mayTruncate ?? [] })) {
        findings.push(`${where} at ${size}: ${rule}: ${what}`)
      }
    }
  }
  return [...new Set(findings)]
}

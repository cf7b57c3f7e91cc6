import type { Conditions } from '../conditions.ts'
import type { Device } from '../device.ts'
import type { AppManifest, CompileProblem } from '../manifest.ts'

/** What the page server writes into the page. */
export interface BootConfig {
  readonly manifest: AppManifest
  /** Not empty = shown instead of the app. */
  readonly problems: readonly CompileProblem[]
  /** The phone is new: what an earlier phone left in this origin's storage is removed. */
  readonly fresh: boolean
  /** Start page with query, null = entry page. */
  readonly path: string | null
  readonly startScene: number
  /** Package root → bytes of its script. */
  readonly packageBytes: Readonly<Record<string, number>>
  /** What faults have done to this phone before the page was loaded. */
  readonly conditions: Conditions
  readonly device: Device
}

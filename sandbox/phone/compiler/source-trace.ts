import { SourceMap, type SourceMapPayload } from 'node:module'
import type { ModulePlace } from './package-script.ts'

const FRAME = /https?:\/\/p\d+\.localhost(?::\d+)?\/_phone\/package\/([^\s?]+?)\.js:(\d+):(\d+)/g
const OWN_FRAME = /^\s*at .*\/_phone\/(?:runtime\.js|package)/
const RUNTIME_FRAME = /\/_phone\/runtime\.js/

/** Finds the written line behind a place in a package's script. Lines and columns are 1-based, as stacks have them. */
export class SourceTrace {
  private readonly packages: ReadonlyMap<string, readonly ModulePlace[]>
  private readonly maps = new Map<string, SourceMap>()

  constructor(packages: ReadonlyMap<string, readonly ModulePlace[]>) {
    this.packages = packages
  }

  /** `miniprogram/live/room/room.ts:12:5`, or null when no module stands there. */
  locate(root: string, line: number, column: number): string | null {
    const place = this.packages
      .get(root)
      ?.find(({ firstLine, lines }) => line - 1 >= firstLine && line - 1 < firstLine + lines)
    if (!place) return null
    const inside = line - 1 - place.firstLine
    const written = place.map === null ? null : originalPlace(this.mapOf(place.map), inside, column - 1)
    const { line: ownLine, column: ownColumn } = written ?? { line: inside + 1, column }
    return `${place.source}:${ownLine}:${ownColumn}`
  }

  /**
   * A stack of the phone page in the project's own lines. The sandbox's frames are left out when one of the app is
   * there, so that the first one names the app's line.
   */
  translate(text: string): string {
    if (!text.includes('/_phone/')) return text
    const rows = text.split('\n')
    const hasApp = rows.some((row) => OWN_FRAME.test(row) && !RUNTIME_FRAME.test(row))
    return rows
      .filter((row) => !(hasApp && OWN_FRAME.test(row) && RUNTIME_FRAME.test(row)))
      .map((row) =>
        row.replace(
          FRAME,
          (all, root: string, line: string, column: string) =>
            this.locate(decodeURIComponent(root), Number(line), Number(column)) ?? all,
        ),
      )
      .join('\n')
  }

  /** Source map of a whole package for the browser's developer tools; null = there is no such package. */
  packageMap(root: string): string | null {
    const places = this.packages.get(root)
    if (!places) return null
    const sections = places.flatMap(({ firstLine, map }) =>
      map === null ? [] : [{ offset: { line: firstLine, column: 0 }, map: JSON.parse(map) }],
    )
    return JSON.stringify({ version: 3, sections })
  }

  private mapOf(json: string): SourceMap {
    const known = this.maps.get(json)
    if (known) return known
    const made = new SourceMap(JSON.parse(json) as SourceMapPayload)
    this.maps.set(json, made)
    return made
  }
}

/** Line and column, 1-based, behind the 0-based ones of compiled code; null where nothing was written. */
export function originalPlace(
  map: SourceMap,
  line: number,
  column: number,
): { readonly line: number; readonly column: number } | null {
  const entry = map.findEntry(line, column)
  if (!('originalLine' in entry)) return null
  return { line: entry.originalLine + 1, column: entry.originalColumn + 1 }
}

/** The place that a translated stack's first frame names: `live/room/room.ts:12:5`. */
export function firstPlace(stack: string): string | null {
  return /^\s*at .*?\(?([^\s()]+\.[jt]s:\d+:\d+)\)?$/m.exec(stack)?.[1] ?? null
}

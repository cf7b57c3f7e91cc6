import { transformSync } from 'esbuild'
import type { CompileProblem } from '../manifest.ts'

/** Collects what the person must fix; the same place is told once. */
export class ProblemList {
  readonly all: CompileProblem[] = []

  add(problem: CompileProblem): void {
    const known = this.all.some(
      (p) => p.file === problem.file && p.line === problem.line && p.message === problem.message,
    )
    if (!known) this.all.push(problem)
  }
}

/** One English sentence for the terminal: `pages/a/a.wxml:3:7: incomplete tag`. */
export function describeProblem({ file, line, column, message }: CompileProblem): string {
  const place = [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined)
  return `${place.join(':')}: ${message}`
}

/** Where in `text` JSON ends to be JSON, 1-based. JSON.parse itself does not say so reliably; esbuild does. */
export function jsonErrorPlace(text: string): { line?: number; column?: number } {
  try {
    transformSync(text, { loader: 'json', logLevel: 'silent' })
    return {}
  } catch (error) {
    const place = (error as { errors?: { location: { line: number; column: number } | null }[] }).errors?.[0]
    const location = place?.location
    return location ? { line: location.line, column: location.column + 1 } : {}
  }
}

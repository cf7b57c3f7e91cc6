import type { ScriptCache } from '../../sandbox/phone/compiler/script-cache.ts'

export function compileProblems(root: string, cache?: ScriptCache): Promise<string[]>
export function checkApp(root: string, cache?: ScriptCache): Promise<string[]>

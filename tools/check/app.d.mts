import type { ScriptCache } from '../../sandbox/phone/compiler/script-cache.ts'

export function checkApp(root: string, cache?: ScriptCache): Promise<string[]>

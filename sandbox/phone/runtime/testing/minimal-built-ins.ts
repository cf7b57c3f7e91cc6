import type { BuiltIn } from '../phone-runtime.ts'

const plain = (tag: string, css: string): BuiltIn => ({
  tag,
  css,
  definition: () => ({ properties: { hidden: Boolean } }),
})

/** The two tags of the fixture; the real ones stand in ../../built-ins. */
export const builtIns: readonly BuiltIn[] = [
  plain('view', 'wx-view{display:block}'),
  plain('text', 'wx-text{display:inline}'),
]

/** Where a journey can run: `@sandbox` only there, `@devtools` in WeChat DevTools as well. */
export const JOURNEY_TAGS = ['@sandbox', '@devtools']

/** The tag of a journey: the first word of the comment that opens the file; null when it is none of the two. */
export function tagOf(source) {
  const tag = /^\/\*\*\s*(?:\*\s*)?(@\w+)/.exec(source)?.[1]
  return JOURNEY_TAGS.includes(tag) ? tag : null
}

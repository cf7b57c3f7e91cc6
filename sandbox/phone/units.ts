/**
 * D-WX-03: rpx is not rounded to whole pixels of the device.
 * WXSS lengths that CSS does not have, for style sheets and inline styles alike: `rpx` is 1/750 of the window's width,
 * and `vh` counts the page below the navigation bar. `--rpx` and `--vh` are set by runtime/chrome.
 */
export function convertUnits(value: string): string {
  return value
    .replace(/(?<![\w.-])(-?(?:\d+\.?\d*|\.\d+))rpx\b/g, 'calc($1 * var(--rpx))')
    .replace(/(?<![\w.-])(-?(?:\d+\.?\d*|\.\d+))vh\b/g, 'calc($1 * var(--vh))')
}

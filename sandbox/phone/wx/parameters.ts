import { WxFailure } from './callback.ts'

/** The text parameter `name`; anything else fails in WeChat's words. */
export function requireString(options: object, name: string): string {
  const value = (options as Record<string, unknown>)[name]
  if (typeof value === 'string') return value
  throw new WxFailure(`parameter error: parameter.${name} should be String instead of ${typeName(value)};`)
}

const typeName = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1)

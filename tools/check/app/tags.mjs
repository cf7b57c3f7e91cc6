import { lineAt, withoutComments } from './read-app.mjs'

/** Built-in components and what WXML itself knows. Source: WeChat docs, 组件 and WXML 语法参考, read 2026-11. */
const BUILT_IN = new Set(
  `view text image icon button input textarea form label checkbox checkbox-group radio radio-group picker picker-view
  picker-view-column slider switch editor editor-portal scroll-view swiper swiper-item movable-area movable-view
  cover-view cover-image match-media page-container page-meta navigation-bar root-portal share-element sticky-header
  sticky-section list-view list-builder grid-view grid-builder nested-scroll-header nested-scroll-body draggable-sheet
  snapshot span open-container double-tap-gesture-handler force-press-gesture-handler
  horizontal-drag-gesture-handler vertical-drag-gesture-handler long-press-gesture-handler pan-gesture-handler
  scale-gesture-handler tap-gesture-handler progress rich-text selection navigator functional-page-navigator
  audio video camera live-player live-pusher voip-room channel-live channel-video map canvas web-view ad ad-custom
  official-account official-account-publish open-data store-home store-product store-coupon store-gift aria-component
  keyboard-accessory xr-frame xr-scene block template import include wxs slot`.split(/\s+/),
)

/** A tag that is neither built in nor named in usingComponents: phones show nothing in its place. */
export function tagProblems({ json, components, read, has }) {
  return components.flatMap(({ path, json: own }) => {
    const file = `${path}.wxml`
    if (!has(file)) return []
    const known = new Set([
      ...BUILT_IN,
      ...Object.keys(json.usingComponents ?? {}),
      ...Object.keys(own.usingComponents ?? {}),
      ...Object.keys(own.componentGenerics ?? {}),
    ])
    const text = withoutComments(read(file))
    return [...text.matchAll(/<([a-zA-Z][\w-]*)/g)]
      .filter(([, tag]) => !known.has(tag))
      .map(
        ({ 1: tag, index }) =>
          `${file}:${lineAt(text, index)}: <${tag}> is neither built in nor in usingComponents`,
      )
  })
}

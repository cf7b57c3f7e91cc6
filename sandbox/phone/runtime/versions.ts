/**
 * Base library versions of what the framework itself offers (names of `wx` have their own table in ../wx). Numbers are
 * "最低版本" of WeChat's documentation, https://developers.weixin.qq.com/miniprogram/dev/ + the path beside each.
 * D-WX-19 says what is not versioned.
 */
export const FEATURES = {
  lifetimes: ['2.2.3', 'framework/custom-component/lifetimes.html'],
  pageLifetimes: ['2.2.3', 'framework/custom-component/lifetimes.html'],
  addGlobalClass: ['2.2.3', 'framework/custom-component/wxml-wxss.html'],
  componentExport: ['2.2.3', 'framework/custom-component/events.html'],
  preloadRule: ['2.3.0', 'framework/subpackages/preload.html'],
  liveTagsInPlugin: ['2.3.0', 'component/live-pusher.html'],
  groupSetData: ['2.4.0', 'reference/api/Component.html'],
  observers: ['2.6.1', 'framework/custom-component/observer.html'],
  getTabBar: ['2.6.2', 'reference/api/Component.html'],
  styleIsolationInCode: ['2.6.5', 'framework/custom-component/wxml-wxss.html'],
  getPageId: ['2.7.1', 'reference/api/Component.html'],
  eventChannel: ['2.7.3', 'reference/api/Page.html'],
  pureData: ['2.8.2', 'framework/custom-component/pure-data.html'],
  selectOwnerComponent: ['2.8.2', 'reference/api/Component.html'],
  animate: ['2.9.0', 'reference/api/Component.html'],
  sameLayer: ['2.9.1', 'component/live-pusher.html'],
  pageBehaviors: ['2.9.2', 'reference/api/Page.html'],
  unhandledRejection: ['2.10.0', 'reference/api/App.html'],
  pureDataPattern: ['2.10.1', 'framework/custom-component/pure-data.html'],
  pageOptions: ['2.10.1', 'reference/api/Page.html'],
  lazyCodeLoading: ['2.11.1', 'framework/ability/lazyload.html'],
  createMediaQueryObserver: ['2.11.1', 'reference/api/Component.html'],
  virtualHost: ['2.11.2', 'framework/custom-component/wxml-wxss.html'],
  /** Some phones got it with 2.17.3 only; an app that wants all of them asks for that. */
  asyncSubPackages: ['2.11.2', 'framework/subpackages/async.html'],
  setUpdatePerformanceListener: ['2.12.0', 'framework/custom-component/update-perf-stat.html'],
  router: ['2.16.1', 'reference/api/Router.html'],
  privacyConsent: ['2.32.3', 'framework/user-privacy/PrivacyAuthorize.html'],
} as const satisfies Readonly<Record<string, readonly [since: string, source: string]>>

export type Feature = keyof typeof FEATURES

/** Built-in components that are not as old as the base library itself. Source: component/TAG.html of the same site. */
export const COMPONENTS_SINCE: Readonly<Record<string, string>> = {
  'movable-area': '1.2.0',
  'movable-view': '1.2.0',
  'cover-image': '1.4.0',
  'cover-view': '1.4.0',
  'rich-text': '1.4.0',
  'live-player': '1.7.0',
  'live-pusher': '1.7.0',
  'page-meta': '2.9.0',
  'match-media': '2.11.1',
  'page-container': '2.16.0',
  'root-portal': '2.25.2',
}

export const LIVE_TAGS = ['live-pusher', 'live-player'] as const

export const supports = (SDKVersion: string, feature: Feature): boolean =>
  compareVersions(SDKVersion, FEATURES[feature][0]) >= 0

export const hasComponent = (SDKVersion: string, tag: string): boolean =>
  compareVersions(SDKVersion, COMPONENTS_SINCE[tag] ?? '1.0.0') >= 0

/** '2.20.1' against '2.9.0': negative when `a` is older. */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number)
  const right = b.split('.').map(Number)
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

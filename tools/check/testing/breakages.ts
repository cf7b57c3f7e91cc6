/** 54 ways to break an app; long because it is one table. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * One thing broken in a copy of the app, and in which words it is refused.
 */
export interface Breakage {
  readonly name: string
  readonly change: (app: BrokenApp) => void
  /** What `npm run check` says; `by` names the check, `app` when absent. */
  readonly check: RegExp
  readonly by?: 'types'
  /** What WeChat's own compiler says; absent = it lets this pass. */
  readonly wechat?: RegExp
  /** Shown to WeChat's compiler by `npm test`, too, which has no time for all of them. */
  readonly telling?: true
}

// biome-ignore lint/suspicious/noExplicitAny: JSON of any shape is broken here
type Json = Record<string, any>

const ROOM = 'live/room/room'
const HOME = 'pages/home/home'
const CHECKOUT = 'shop/checkout/checkout'
const PRICE = 'components/price/price'
const RTC_LOADER = 'services/rtc-loader.ts'
const PLUGIN = { version: '1.0.4', provider: 'wx2b8909dae7727f25' }

/** The app's files, to be broken. Paths are below app.json's folder. */
export class BrokenApp {
  readonly root: string

  constructor(root: string) {
    this.root = root
  }

  text(file: string): string {
    return readFileSync(join(this.root, file), 'utf8')
  }

  write(file: string, content: string | Buffer): void {
    mkdirSync(dirname(join(this.root, file)), { recursive: true })
    writeFileSync(join(this.root, file), content)
  }

  append(file: string, text: string): void {
    this.write(file, `${this.text(file)}\n${text}\n`)
  }

  replace(file: string, from: string | RegExp, to: string): void {
    const text = this.text(file)
    const changed = text.replace(from, to)
    if (changed === text) throw new Error(`${file} holds no ${from}`)
    this.write(file, changed)
  }

  json(file: string, edit: (json: Json) => void): void {
    const json = JSON.parse(this.text(file))
    edit(json)
    this.write(file, JSON.stringify(json, null, 2))
  }

  appJson(edit: (json: Json) => void): void {
    this.json('app.json', edit)
  }

  remove(file: string): void {
    rmSync(join(this.root, file))
  }
}

/** Text that no minifier makes much shorter. */
function noise(length: number): string {
  let text = ''
  for (let x = 1; text.length < length; x = (x * 1103515245 + 12345) % 2147483648) text += x.toString(36)
  return text
}

const TEMPLATES: Breakage[] = [
  {
    name: 'a tag that is not closed',
    change: (app) => app.append(`${ROOM}.wxml`, '<view>'),
    check: /live\/room\/room\.wxml:\d+:\d+: missing end tag/,
  },
  {
    name: 'an expression that is none',
    change: (app) => app.append(`${ROOM}.wxml`, '<view>{{muted ?}}</view>'),
    check: /live\/room\/room\.wxml:\d+:\d+: /,
  },
  {
    name: 'a tag that does not exist',
    change: (app) => app.append(`${ROOM}.wxml`, '<blink></blink>'),
    check: /live\/room\/room\.wxml:\d+: <blink> is neither built in nor in usingComponents/,
  },
  {
    name: '<import> of a missing file',
    change: (app) => app.append(`${ROOM}.wxml`, '<import src="./none.wxml"/>'),
    check: /live\/room\/room\.wxml:\d+: <import src>: "live\/room\/none\.wxml" not found/,
  },
  {
    name: 'a picture that does not exist',
    change: (app) => app.append(`${ROOM}.wxml`, '<image src="/assets/none.png"/>'),
    check: /live\/room\/room\.wxml:\d+: <image src>: "assets\/none\.png" not found/,
  },
  {
    name: 'a handler that the page lacks',
    change: (app) => app.append(`${ROOM}.wxml`, '<view bindtap="onNobody"></view>'),
    check: /live\/room\/room\.wxml:\d+: handler "onNobody" is not in live\/room\/room\.ts/,
  },
  {
    name: 'a file that is not UTF-8',
    change: (app) =>
      app.write(
        `${PRICE}.wxml`,
        Buffer.concat([Buffer.from(app.text(`${PRICE}.wxml`)), Buffer.from([0xc3, 0x28, 0xff])]),
      ),
    check: /components\/price\/price\.wxml:\d+: is not UTF-8/,
  },
]

const COMPONENTS: Breakage[] = [
  {
    name: 'a component without its .wxml',
    change: (app) => app.remove(`${PRICE}.wxml`),
    check: /\.json:\d+: "usingComponents\.price": there is no component \(\.json and \.wxml\) at/,
    wechat: /\["usingComponents"\]\["price"\].*component not found in the path/,
    telling: true,
  },
  {
    name: 'a component without its script',
    change: (app) => app.remove(`${PRICE}.ts`),
    check: /components\/price\/price\.ts: the component lacks this file/,
  },
  {
    name: 'a component without its .json',
    change: (app) => app.remove(`${PRICE}.json`),
    check: /\.json:\d+: "usingComponents\.price": there is no component \(\.json and \.wxml\) at/,
    wechat: /\["usingComponents"\]\["price"\].*component not found in the path/,
  },
  {
    name: 'a component that does not say it is one',
    change: (app) => app.write(`${PRICE}.json`, '{}'),
    check: /components\/price\/price\.json:1: must say "component": true/,
  },
  {
    name: 'a component that does not exist',
    change: (app) =>
      app.json(`${ROOM}.json`, (json) => {
        json.usingComponents.none = '/live/none/none'
      }),
    check:
      /live\/room\/room\.json:\d+: "usingComponents\.none": there is no component .* "\/live\/none\/none"/,
    wechat: /room\.json: \["usingComponents"\]\["none"\]: .*component not found in the path/,
  },
  {
    name: 'a component of another sub-package without a placeholder',
    change: (app) => {
      app.json(`${ROOM}.json`, (json) => {
        json.usingComponents.far = '/shop/far/far'
      })
      app.write('shop/far/far.json', '{"component": true}')
      app.write('shop/far/far.wxml', '<view></view>')
      app.write('shop/far/far.ts', 'Component({})')
    },
    check:
      /live\/room\/room\.json:\d+: "usingComponents\.far" is in sub-package "shop", which needs a componentPlaceholder/,
  },
]

const PAGES: Breakage[] = [
  {
    name: 'a page without files',
    change: (app) => app.appJson((json) => json.pages.push('pages/none/none')),
    check: /app\.json:\d+: page "pages\/none\/none": the file pages\/none\/none\.wxml is missing/,
    wechat: /could not find the corresponding file: "pages\/none\/none\.\w+"/,
    telling: true,
  },
  {
    name: 'a page that is listed twice',
    change: (app) => app.appJson((json) => json.pages.push(HOME)),
    check: /app\.json:\d+: "pages\/home\/home" is repeated in \["pages"\]/,
    wechat: /"pages\/home\/home" is repeated in \["pages"\]/,
  },
  {
    name: 'a page without its script',
    change: (app) => app.remove(`${CHECKOUT}.ts`),
    check: /app\.json:\d+: page "shop\/checkout\/checkout": neither .*\.js nor .*\.ts exists/,
    wechat: /could not find the corresponding file: "shop\/checkout\/checkout\.js"/,
  },
  {
    name: 'a page without its .wxml',
    change: (app) => app.remove(`${CHECKOUT}.wxml`),
    check: /app\.json:\d+: page "shop\/checkout\/checkout": the file .*checkout\.wxml is missing/,
    wechat: /could not find the corresponding file: "shop\/checkout\/checkout\.wxml"/,
  },
  {
    name: 'a page without its .json',
    change: (app) => {
      app.remove(`${CHECKOUT}.json`)
      app.write(`${CHECKOUT}.wxml`, '<view></view>') // its components are gone with it
    },
    check: /shop\/checkout\/checkout\.json: the page lacks this file/,
  },
  {
    name: 'a key of a page that WeChat does not know',
    change: (app) =>
      app.json(`${ROOM}.json`, (json) => {
        json.disableScrol = true
      }),
    check: /live\/room\/room\.json:\d+: \["disableScrol"\] is not a key that WeChat knows/,
  },
  {
    name: 'a field of a page with the wrong type',
    change: (app) =>
      app.json(`${ROOM}.json`, (json) => {
        json.disableScroll = 'yes'
      }),
    check: /live\/room\/room\.json:\d+: \["disableScroll"\] field needs to be boolean/,
    wechat: /room\.json: disableScroll field needs to be boolean/,
  },
]

const APP_JSON: Breakage[] = [
  {
    name: 'a key of app.json that WeChat does not know',
    change: (app) =>
      app.appJson((json) => {
        json.lazyCodeLoadng = 'requiredComponents'
      }),
    check: /app\.json:\d+: \["lazyCodeLoadng"\] is not a key that WeChat knows/,
  },
  {
    name: 'a value of app.json that WeChat does not take',
    change: (app) =>
      app.appJson((json) => {
        json.lazyCodeLoading = 'everything'
      }),
    check: /app\.json:\d+: \["lazyCodeLoading"\] field needs to be requiredComponents/,
    wechat: /app\.json: lazyCodeLoading/,
  },
  {
    name: 'a value of "window" that WeChat does not take',
    change: (app) =>
      app.appJson((json) => {
        json.window.navigationStyle = 'costum'
      }),
    check: /app\.json:\d+: \["window"\]\["navigationStyle"\] field needs to be custom,default/,
    wechat: /app\.json: window\.navigationStyle field needs to be custom,default/,
  },
  {
    name: 'an app.json that is no JSON',
    change: (app) => app.replace('app.json', '"style": "v2"', '"style": "v2",'),
    check: /app\.json:\d+:\d+: not valid JSON/,
    wechat: /app\.json/,
  },
  {
    name: 'a package without pages, to be preloaded',
    change: (app) =>
      app.appJson((json) => {
        json.subPackages.find(({ root }: Json) => root === 'rtc').pages = []
      }),
    check: /app\.json:\d+: \["preloadRule"\].*: rtc not found \(a package without pages is none\)/,
    wechat: /\["preloadRule"\].*: rtc\/ not found/,
    telling: true,
  },
  {
    name: 'a package that is not there, to be preloaded',
    change: (app) =>
      app.appJson((json) => {
        json.preloadRule[HOME].packages = ['shoop']
      }),
    check: /app\.json:\d+: \["preloadRule"\]\["pages\/home\/home"\]\["packages"\]\[0\]: shoop not found/,
    wechat: /shoop\/ not found/,
  },
  {
    name: 'a preload rule of a page that does not exist',
    change: (app) =>
      app.appJson((json) => {
        json.preloadRule['pages/none/none'] = { packages: ['shop'] }
      }),
    check: /app\.json:\d+: \["preloadRule"\]\["pages\/none\/none"\]: Page Path not found/,
    wechat: /Page Path not found/,
  },
  {
    name: 'a tab bar of one',
    change: (app) =>
      app.appJson((json) => {
        json.tabBar = { list: [{ pagePath: HOME, text: 'x' }] }
      }),
    check: /app\.json:\d+: \["tabBar"\]\["list"\] must contain at least 2 items/,
    wechat: /\["tabBar"\]/,
  },
  {
    name: 'a sub-package inside another',
    change: (app) =>
      app.appJson((json) => {
        json.subPackages.push({ root: 'shop/order', pages: ['order'] })
      }),
    check: /app\.json:\d+: sub-package "shop\/order" lies inside sub-package "shop"/,
    wechat: /\["subPackages"\]\[\d\]\["root"\] should not contain \["subPackages"\]\[\d\]\["root"\]/,
  },
  {
    name: 'a sub-package that is no folder',
    change: (app) => app.appJson((json) => json.subPackages.push({ root: 'none', pages: [] })),
    check: /app\.json:\d+: \["subPackages"\]\[\d\]\["root"\]: "none" directory not found/,
    wechat: /\["subPackages"\]\[\d\]\["root"\] field needs to be Directory/,
  },
  {
    name: 'a theme variable without a theme',
    change: (app) =>
      app.appJson((json) => {
        json.darkmode = true
        json.window.backgroundColor = '@bg'
      }),
    check: /app\.json:\d+: \["window"\]\["backgroundColor"\] use variable: @bg/,
    wechat: /@bg/,
  },
  {
    name: 'a sitemap that does not exist',
    change: (app) =>
      app.appJson((json) => {
        json.sitemapLocation = 'sitemap.json'
      }),
    check: /app\.json: \["sitemapLocation"\]: "sitemap\.json" not found/,
  },
]

const PERMISSIONS: Breakage[] = [
  {
    name: 'a private interface that does not exist',
    change: (app) => app.appJson((json) => json.requiredPrivateInfos.push('chooseAdress')),
    check: /app\.json:\d+: \["requiredPrivateInfos"\]\[\d\] field needs to be .*chooseAddress/,
    wechat: /requiredPrivateInfos/,
  },
  {
    name: 'precise and fuzzy location together',
    change: (app) => app.appJson((json) => json.requiredPrivateInfos.push('getLocation', 'getFuzzyLocation')),
    check: /app\.json:\d+: requiredPrivateInfos getFuzzyLocation is mutually exclusive with getLocation/,
    wechat: /mutually exclusive/,
  },
  {
    name: 'a private interface that is used and not listed',
    change: (app) =>
      app.appJson((json) => {
        delete json.requiredPrivateInfos
      }),
    check: /\.ts:\d+: wx\.chooseAddress fails unless app\.json lists it in "requiredPrivateInfos"/,
  },
  {
    name: 'a scope that does not exist',
    change: (app) =>
      app.appJson((json) => {
        json.permission['scope.mike'] = { desc: 'x' }
      }),
    check: /app\.json:\d+: \["permission"\]\["scope\.mike"\] is not a scope that WeChat knows/,
  },
  {
    name: 'a reason of more than 30 characters',
    change: (app) =>
      app.appJson((json) => {
        json.permission['scope.camera'].desc = '字'.repeat(31)
      }),
    check: /app\.json:\d+: \["permission"\]\["scope\.camera"\]\["desc"\] has 31 characters, 30 are shown/,
  },
]

const PLUGINS: Breakage[] = [
  {
    name: 'a plugin that is used and not declared',
    change: (app) =>
      app.json(`${ROOM}.json`, (json) => {
        json.usingComponents['zego-player'] = 'plugin://zego-e-commerce/zego-player'
      }),
    check: /live\/room\/room\.json:\d+: "usingComponents\.zego-player": app\.json declares no plugin/,
  },
  {
    name: 'a plugin without a provider',
    change: (app) =>
      app.appJson((json) => {
        json.plugins = { 'zego-e-commerce': { version: PLUGIN.version } }
      }),
    check: /app\.json:\d+: \["plugins"\]\["zego-e-commerce"\]\["provider"\] should not be empty/,
    wechat: /provider.* should not be empty/,
  },
  {
    name: 'a plugin in a version that is none',
    change: (app) =>
      app.appJson((json) => {
        json.plugins = { 'zego-e-commerce': { ...PLUGIN, version: 'one' } }
      }),
    check:
      /app\.json:\d+: \["plugins"\]\["zego-e-commerce"\]\["version"\] field needs to be digit\.digit\.digit/,
    wechat: /digit\.digit\.digit/,
  },
  {
    name: 'a plugin in two sub-packages',
    change: (app) =>
      app.appJson((json) => {
        for (const one of json.subPackages.slice(0, 2)) one.plugins = { 'zego-e-commerce': PLUGIN }
      }),
    check: /app\.json:?\d*: plugin "zego-e-commerce" \(wx2b8909dae7727f25\) is declared by live and studio/,
    wechat: /have same "provider"/,
  },
]

const STYLES: Breakage[] = [
  {
    name: '@import of a missing file',
    change: (app) => app.write(`${ROOM}.wxss`, `@import "./none.wxss";\n${app.text(`${ROOM}.wxss`)}`),
    check: /live\/room\/room\.wxss:1: @import: "live\/room\/none\.wxss" not found/,
  },
  {
    name: 'a style sheet with a syntax error',
    change: (app) => app.append(`${ROOM}.wxss`, '.x { color: red; } }\n.y { color: '),
    check: /live\/room\/room\.wxss:\d+:\d+: /,
    wechat: /room\.wxss/,
    telling: true,
  },
  {
    name: 'a local picture in url()',
    change: (app) => app.append(`${ROOM}.wxss`, '.x { background: url(/assets/cover.jpg); }'),
    check: /live\/room\/room\.wxss:\d+: url\(\/assets\/cover\.jpg\): phones load no local file/,
  },
]

const SCRIPTS: Breakage[] = [
  {
    name: 'a syntax error',
    change: (app) => app.append(`${ROOM}.ts`, 'const = 1'),
    check: /live\/room\/room\.ts:\d+:\d+: /,
    wechat: /room\.ts/,
    telling: true,
  },
  {
    name: 'a type error',
    change: (app) => app.append(`${ROOM}.ts`, "export const n: number = 'x'"),
    by: 'types',
    check: /live\/room\/room\.ts\(\d+,\d+\): error TS2322/,
  },
  {
    name: 'import of a missing file',
    change: (app) => app.append(`${ROOM}.ts`, "import './none'"),
    check: /live\/room\/room\.ts:\d+: imports "\.\/none": not found/,
  },
  {
    name: 'import of an npm package that is not packed',
    change: (app) => app.append(`${ROOM}.ts`, "import * as zod from 'zod'\nconsole.log(zod)"),
    check: /live\/room\/room\.ts:\d+: imports "zod": is no file, and no package packed into miniprogram_npm/,
  },
  {
    name: 'require.async of a missing package',
    change: (app) => app.replace(RTC_LOADER, /require\.async\('[^']*'\)/, "require.async('../rtcc/index')"),
    check: /rtc-loader\.ts:\d+: imports "\.\.\/rtcc\/index": not found/,
  },
  {
    name: 'require.async of a missing file of a package',
    change: (app) => app.replace(RTC_LOADER, /require\.async\('([^']*)index'\)/, "require.async('$1none')"),
    check: /rtc-loader\.ts:\d+: imports "[./]*rtc\/none": not found/,
  },
  {
    name: 'a sub-package that imports another at once',
    change: (app) => app.append(`${ROOM}.ts`, "import * as codes from '../../rtc/codes'\nconsole.log(codes)"),
    check:
      /live\/room\/room\.ts:\d+: requires "\.\.\/\.\.\/rtc\/codes" of sub-package "rtc".*use require\.async/,
  },
  {
    name: 'the main package that imports a sub-package at once',
    change: (app) => app.append(`${HOME}.ts`, "import * as codes from '../../rtc/codes'\nconsole.log(codes)"),
    check:
      /pages\/home\/home\.ts:\d+: requires "\.\.\/\.\.\/rtc\/codes" of sub-package "rtc".*use require\.async/,
  },
  {
    name: 'a package over 2 MB by a script',
    change: (app) => {
      app.write('rtc/big.ts', `export const big = ${JSON.stringify(noise(2_300_000))}\n`)
      app.append('rtc/index.ts', "import { big } from './big'\nconsole.log(big.length)")
    },
    check: /app\.json:?\d*: sub-package "rtc" is \d+ KB, and WeChat takes 2048 KB/,
  },
  {
    name: 'a package over 2 MB by a picture',
    change: (app) => {
      app.write('assets/big.jpg', Buffer.alloc(2_500_000, 7))
      app.append(`${HOME}.wxml`, '<image src="/assets/big.jpg"/>')
    },
    check: /app\.json:?\d*: the main package is \d+ KB, and WeChat takes 2048 KB/,
  },
]

/** What can be wrong with an app: each once, in a copy of this one. */
export const BREAKAGES: readonly Breakage[] = [
  ...TEMPLATES,
  ...COMPONENTS,
  ...PAGES,
  ...APP_JSON,
  ...PERMISSIONS,
  ...PLUGINS,
  ...STYLES,
  ...SCRIPTS,
]

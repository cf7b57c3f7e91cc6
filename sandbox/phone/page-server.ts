import { realpathSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import type { Context, Hono, Next } from 'hono'
import type { CompiledApp } from './compiler/compile.ts'
import type { Device } from './device.ts'
import type { PhoneRegistry, PhoneView } from './phones.ts'
import type { BootConfig } from './runtime/boot-config.ts'
import { fontFolder } from './runtime-bundle.ts'

export interface PhonePages {
  readonly runtime: string
  readonly miniprogramRoot: string
  app(): CompiledApp
  readonly phones: PhoneRegistry
  readonly device: Pick<Device, 'hosts' | 'flvUrl' | 'pushUrl' | 'scene' | 'privacy' | 'recordPackages'>
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.ttf': 'font/ttf',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
}

/** Adds what phone pages load: everything whose Host is pN.localhost is answered here, nothing else. */
export function servePhonePages(hono: Hono, pages: PhonePages): void {
  const fonts = fontFolder()
  hono.use('*', async (c: Context, next: Next) => {
    const id = /^(p\d+)\.localhost(?::\d+)?$/.exec(c.req.header('host') ?? '')?.[1]
    if (id === undefined) return next()
    const phone = pages.phones.find(id)
    if (phone === null) return c.text(`There is no phone ${id} in this sandbox.`, 404)
    const path = decodePath(new URL(c.req.url).pathname)
    if (path === '/') return c.html(pageHtml(pages, phone), 200, { 'cache-control': 'no-store' })
    if (path === '/_phone/runtime.js') return script(c, pages.runtime)
    const mapRoot = /^\/_phone\/package\/(.+)\.js\.map$/.exec(path)?.[1]
    if (mapRoot !== undefined) {
      const map = pages.app().trace.packageMap(mapRoot)
      return map === null
        ? c.text('no such package', 404)
        : c.body(map, 200, { 'content-type': 'application/json' })
    }
    const packageRoot = /^\/_phone\/package\/(.+)\.js$/.exec(path)?.[1]
    if (packageRoot !== undefined) {
      const code = pages.app().packages.get(packageRoot)
      return code === undefined ? c.text('no such package', 404) : script(c, code)
    }
    const asset = under(path, '/_phone/asset/')
    if (asset !== null) return file(c, pages.miniprogramRoot, asset)
    const font = under(path, '/_phone/font/')
    if (font !== null) return file(c, fonts, font)
    return c.text('There is no such file on this phone.', 404)
  })
}

/** A broken escape names no file. */
function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return ''
  }
}

const under = (path: string, prefix: string) => (path.startsWith(prefix) ? path.slice(prefix.length) : null)

function script(c: Context, code: string): Response {
  return c.body(code, 200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' })
}

async function file(c: Context, folder: string, path: string): Promise<Response> {
  const type = MEDIA_TYPES[extname(path).toLowerCase()]
  const disk = type === undefined ? null : containedFile(folder, path)
  const bytes = disk === null ? null : await readFile(disk).catch(() => null)
  if (bytes === null || type === undefined) return c.text('There is no such file on this phone.', 404)
  return c.body(new Uint8Array(bytes), 200, { 'content-type': type, 'cache-control': 'no-cache' })
}

/** null when `path` leads out of `folder`, be it by `..` or by a symbolic link. */
function containedFile(folder: string, path: string): string | null {
  try {
    const root = realpathSync(folder)
    const disk = realpathSync(join(root, path))
    return disk.startsWith(root + sep) ? disk : null
  } catch {
    return null
  }
}

function pageHtml(pages: PhonePages, phone: PhoneView): string {
  const { manifest, packages, problems } = pages.app()
  const start = pages.phones.takeStart(phone.id, problems.length > 0)
  const config: BootConfig = {
    manifest,
    problems,
    packageBytes: Object.fromEntries([...packages].map(([root, { length }]) => [root, length])),
    ...start,
    startScene: phone.scene,
    device: {
      phoneID: phone.id,
      personName: phone.person,
      platform: phone.platform,
      SDKVersion: phone.sdkVersion,
      model: phone.platform === 'android' ? 'Pixel 8' : 'iPhone 15',
      statusBarHeight: phone.platform === 'android' ? 32 : 47,
      safeAreaBottom: phone.platform === 'android' ? 0 : 34,
      ...pages.device,
    },
  }
  // `<` would end the script element early inside a string of app.json.
  const json = JSON.stringify(config).replaceAll('<', '\\u003c')
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1,maximum-scale=1,viewport-fit=cover">
<title>${escapeHtml(phone.person)} · ${phone.id}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/_phone/font/index.css">
</head>
<body>
<script id="boot" type="application/json">${json}</script>
<script src="/_phone/runtime.js"></script>
</body>
</html>
`
}

const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (char) => `&#${char.codePointAt(0)};`)

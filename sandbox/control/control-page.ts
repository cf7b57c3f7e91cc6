import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { WebServer } from '../web/web-server.ts'
import { isControlHost, refuseControlRequest } from './control-guard.ts'
import type { Updates } from './updates.ts'

const FONT = dirname(createRequire(import.meta.url).resolve('@fontsource-variable/noto-sans-sc'))
const PAGE = fileURLToPath(new URL('./page/', import.meta.url))

/**
 * The page a person sees at `http://127.0.0.1:PORT/`, and the line that keeps it up to date (`/_sandbox/live`).
 * Added after the phone's routes: pN.localhost never gets here.
 */
export async function serveControlPage(web: WebServer, updates: Updates): Promise<void> {
  const { script, style, html } = await bundlePage()
  const headers = {
    // No font, script or frame from anywhere else; a page elsewhere cannot frame the control page.
    'content-security-policy': [
      "default-src 'self'",
      `frame-src http://*.localhost:${web.port}`,
      `connect-src 'self' ws://127.0.0.1:${web.port} ws://localhost:${web.port}`,
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "frame-ancestors 'none'",
    ].join('; '),
    'cache-control': 'no-store',
  }
  web.app.use('*', async (c, next) => {
    if (!isControlHost(c.req.header('host'), web.port)) return c.text('There is no page here.', 404)
    return next()
  })
  web.app.get('/', (c) => c.html(html, 200, headers))
  web.app.get('/control.js', (c) =>
    c.body(script, 200, { ...headers, 'content-type': 'text/javascript; charset=utf-8' }),
  )
  web.app.get('/control.css', (c) =>
    c.body(style, 200, { ...headers, 'content-type': 'text/css; charset=utf-8' }),
  )
  // Chinese looks the same on every machine, also where no such font is installed.
  web.app.get('/font/index.css', async (c) =>
    c.body(await readFile(join(FONT, 'index.css'), 'utf8'), 200, {
      'content-type': 'text/css; charset=utf-8',
    }),
  )
  web.app.get('/font/files/:name{[\\w-]+\\.woff2}', async (c) => {
    const bytes = await readFile(join(FONT, 'files', basename(c.req.param('name')))).catch(() => null)
    if (bytes === null) return c.text('There is no such font.', 404)
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': 'font/woff2',
      'cache-control': 'max-age=86400',
    })
  })

  web.onSocket('/_sandbox/live', (socket, request) => {
    const refusal = refuseControlRequest(request.headers, web.port)
    if (refusal !== null) {
      socket.close(1008, refusal)
      return
    }
    for (const line of updates.recent()) socket.send(JSON.stringify({ line }))
    const stop = updates.listen((message) => socket.send(JSON.stringify(message)))
    socket.on('close', stop)
  })
}

async function bundlePage(): Promise<{ script: string; style: string; html: string }> {
  const result = await build({
    entryPoints: [`${PAGE}index.ts`, `${PAGE}index.css`],
    bundle: true,
    write: false,
    outdir: PAGE,
    format: 'iife',
    target: 'chrome120',
    logLevel: 'silent',
  })
  const file = (suffix: string) => result.outputFiles.find(({ path }) => path.endsWith(suffix))?.text ?? ''
  const html = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>sandbox</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/font/index.css">
<link rel="stylesheet" href="/control.css">
</head>
<body>
<div id="control"></div>
<script src="/control.js"></script>
</body>
</html>
`
  return { script: file('.js'), style: file('.css'), html }
}

import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../part.ts'
import type { RequestGuard } from '../../web/request-guard.ts'
import { startWebServer } from '../../web/web-server.ts'
import { MAX_FILE_BYTES } from '../limits.ts'
import { readBody } from '../read-body.ts'
import type { FileStore } from './file-store.ts'

export interface FileServer {
  readonly url: string
  /** One upload: where the SDK puts the bytes, and what it must show there. */
  admitUpload(cloudPath: string): { url: string; authorization: string }
  /** An address that serves the file for `maxAgeS` seconds. */
  addressOf(cloudPath: string, maxAgeS: number): string
  stop(): Promise<void>
}

/**
 * Where the bytes go and come from: COS and its CDN in production. An upload needs the authorization of
 * storage.getUploadMetadata, a download the signature of a temporary address; every address is signed (D-CL-04).
 */
export async function startFileServer(
  guard: RequestGuard,
  clock: Clock,
  files: FileStore,
): Promise<FileServer> {
  // wx-server-sdk puts the bytes without a content type; a page cannot send such a PUT without a preflight.
  const server = await startWebServer({ guard, contentTypes: [''] })
  const secret = randomBytes(32)
  const uploads = new Map<string, string>()
  const signatureOf = (cloudPath: string, expires: number): string =>
    createHmac('sha256', secret).update(`${expires} ${cloudPath}`).digest('hex')

  server.app.put('/upload', async (context) => {
    const authorization = context.req.header('authorization') ?? ''
    const cloudPath = uploads.get(authorization)
    if (cloudPath === undefined) return context.body(cosError('SignatureDoesNotMatch'), 403)
    uploads.delete(authorization)
    const content = await readBody(context.req.raw.body, MAX_FILE_BYTES)
    if (content === undefined) return context.body(cosError('EntityTooLarge'), 400)
    await files.write(cloudPath, content)
    return context.body('', 200)
  })

  server.app.get('/*', async (context) => {
    const cloudPath = decodePath(context.req.path.slice(1))
    const expires = Number(context.req.query('t'))
    const shown = Buffer.from(context.req.query('sign') ?? '')
    const right = Buffer.from(signatureOf(cloudPath, expires))
    if (shown.length !== right.length || !timingSafeEqual(shown, right) || clock.now() > expires * 1000)
      return context.body(cosError('AccessDenied'), 403)
    const content = await files.read(cloudPath)
    if (!content) return context.body(cosError('NoSuchKey'), 404)
    const contentType = (await files.noteOf(cloudPath))?.contentType
    // Only pictures and the like keep their type: an uploaded page must not run as one of ours.
    const isMedia = contentType && /^(?:image|audio|video)\/[\w.+-]+$/.test(contentType)
    return context.body(content, 200, isMedia ? { 'content-type': contentType } : {})
  })

  return {
    url: server.url,
    admitUpload: (cloudPath) => {
      const authorization = randomUUID()
      uploads.set(authorization, cloudPath)
      return { url: `${server.url}/upload`, authorization }
    },
    // Not percent-encoded: the SDK encodes what it fetches, and a browser what it shows.
    addressOf: (cloudPath, maxAgeS) => {
      const expires = Math.ceil(clock.now() / 1000 + maxAgeS)
      return `${server.url}/${cloudPath}?sign=${signatureOf(cloudPath, expires)}&t=${expires}`
    },
    stop: () => server.stop(),
  }
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** The object store's own error form, which the SDK parses. */
const cosError = (code: string): string =>
  `<?xml version='1.0' encoding='utf-8' ?><Error><Code>${code}</Code><Message>${code}</Message><RequestId>0</RequestId><TraceId>0</TraceId></Error>`

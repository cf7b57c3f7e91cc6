/** What became of choosing a cover. `path` is shown at once, `fileID` is what other phones load. */
export type CoverChoice =
  | { readonly kind: 'chosen'; readonly path: string; readonly fileID: string }
  | { readonly kind: 'cancelled' }
  /** WeChat has no chooser here, or the picture did not reach the cloud: the old cover stays. */
  | { readonly kind: 'failed' }

/** Must be called inside a tap. Never rejects. */
export async function chooseCover(): Promise<CoverChoice> {
  if (typeof wx.chooseMedia !== 'function') return { kind: 'failed' }
  let path: string | undefined
  try {
    const { tempFiles } = await wx.chooseMedia({
      count: 1,
      mediaType: ['image'],
      sizeType: ['compressed'],
      sourceType: ['album', 'camera'],
    })
    path = tempFiles[0]?.tempFilePath
  } catch (error) {
    const message = (error as { errMsg?: string } | null)?.errMsg ?? ''
    return { kind: message.includes('cancel') ? 'cancelled' : 'failed' }
  }
  if (path === undefined) return { kind: 'cancelled' }
  try {
    const { fileID } = await wx.cloud.uploadFile({ cloudPath: cloudPathOf(path), filePath: path })
    return { kind: 'chosen', path, fileID }
  } catch {
    return { kind: 'failed' }
  }
}

/** A name of its own for every cover: the same path would overwrite one that a running show still uses. */
function cloudPathOf(path: string): string {
  const extension = /\.(?:png|jpe?g|webp)$/i.exec(path)?.[0] ?? '.jpg'
  return `covers/${Date.now()}-${Math.random().toString(36).slice(2, 10)}${extension.toLowerCase()}`
}

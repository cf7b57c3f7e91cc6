/** What became of choosing pictures. `paths` are shown at once, `fileIDs` are what other phones load. */
export type PictureChoice =
  | { readonly kind: 'chosen'; readonly paths: readonly string[]; readonly fileIDs: readonly string[] }
  | { readonly kind: 'cancelled' }
  /** WeChat has no chooser here, or not every picture reached the cloud: nothing has changed. */
  | { readonly kind: 'failed' }

/**
 * Lets the person choose up to `count` pictures and puts them into cloud storage under `folder`. Must be called inside a
 * tap. `onUpload` is told when the pictures are chosen and on their way. Never rejects.
 */
export async function choosePictures(
  folder: string,
  count: number,
  onUpload: () => void = () => {},
): Promise<PictureChoice> {
  if (typeof wx.chooseMedia !== 'function') return { kind: 'failed' }
  let paths: string[]
  try {
    const { tempFiles } = await wx.chooseMedia({
      count,
      mediaType: ['image'],
      sizeType: ['compressed'],
      sourceType: ['album', 'camera'],
    })
    paths = tempFiles.map(({ tempFilePath }) => tempFilePath)
  } catch (error) {
    const message = (error as { errMsg?: string } | null)?.errMsg ?? ''
    return { kind: message.includes('cancel') ? 'cancelled' : 'failed' }
  }
  if (paths.length === 0) return { kind: 'cancelled' }
  onUpload()
  try {
    const uploads = paths.map((path) =>
      wx.cloud.uploadFile({ cloudPath: cloudPathOf(folder, path), filePath: path }),
    )
    const fileIDs = (await Promise.all(uploads)).map(({ fileID }) => fileID)
    return { kind: 'chosen', paths, fileIDs }
  } catch {
    return { kind: 'failed' }
  }
}

/** A name of its own for every picture: the same path would overwrite one that is still in use. */
function cloudPathOf(folder: string, path: string): string {
  const extension = /\.(?:png|jpe?g|webp)$/i.exec(path)?.[0] ?? '.jpg'
  return `${folder}/${Date.now()}-${Math.random().toString(36).slice(2, 10)}${extension.toLowerCase()}`
}

import type { PhoneRuntime } from '../runtime/phone-runtime.ts'

/** One file as wx.cloud.getTempFileURL answers it. */
export interface TempFile {
  readonly fileID: string
  readonly tempFileURL: string
  readonly status: number
  readonly errMsg: string
}

interface UploadOptions {
  cloudPath?: unknown
  filePath?: unknown
}

/** Sends a temporary or package file of this phone to the cloud. Source: WeChat docs, 云开发 SDK 文档, 存储. */
export async function uploadFile(
  phone: PhoneRuntime,
  { cloudPath, filePath }: UploadOptions,
): Promise<Record<string, unknown>> {
  const file = await fetch(phone.assetUrl(String(filePath)))
  if (!file.ok) throw new Error(`file ${String(filePath)} does not exist`)
  const blob = await file.blob()
  await phone.network.travel('up', blob.size)
  const request = phone.link.request('cloud.uploadFile', {
    cloudPath: String(cloudPath),
    base64: await base64Of(blob),
    contentType: blob.type,
  })
  const { fileID } = await phone.network.guard(request)
  return { fileID, statusCode: 200 }
}

/** `fileList` of file IDs, or of `{fileID}`. */
export async function tempFileUrls(
  phone: PhoneRuntime,
  { fileList }: { fileList?: readonly (string | { fileID: string })[] },
): Promise<{ fileList: readonly TempFile[] }> {
  const fileIDs = (fileList ?? []).map((file) => (typeof file === 'string' ? file : file.fileID))
  await phone.network.travel('up', 0)
  return phone.network.guard(phone.link.request('cloud.getTempFileURL', { fileIDs }))
}

export async function deleteFiles(
  phone: PhoneRuntime,
  { fileList }: { fileList?: readonly string[] },
): Promise<Record<string, unknown>> {
  await phone.network.travel('up', 0)
  return phone.network.guard(phone.link.request('cloud.deleteFile', { fileIDs: [...(fileList ?? [])] }))
}

/** The address under which a picture of the cloud can be loaded now; other addresses stay as they are. */
export async function loadableUrl(phone: PhoneRuntime, url: string): Promise<string> {
  if (!url.startsWith('cloud://')) return url
  const [file] = (await tempFileUrls(phone, { fileList: [url] })).fileList
  if (file?.status !== 0) throw new Error(file?.errMsg ?? `no such file ${url}`)
  return file.tempFileURL
}

function base64Of(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^.*?,/, ''))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(blob)
  })
}

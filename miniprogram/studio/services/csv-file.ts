/** How a table left the phone; `copied` = WeChat cannot send files here, so its text lies on the clipboard. */
export type CsvHandover = 'shared' | 'copied' | 'cancelled' | 'failed'

/**
 * Gives a CSV table to the person: as a file to a chat (文件传输助手 brings it to a computer), else as text. Must be
 * called inside a tap. Never rejects.
 */
export async function handOverCsv(fileName: string, csv: string): Promise<CsvHandover> {
  if (!wx.canIUse('shareFileMessage')) return copy(csv)
  const filePath = `${wx.env.USER_DATA_PATH}/${fileName}`
  try {
    wx.getFileSystemManager().writeFileSync(filePath, csv, 'utf8')
    await wx.shareFileMessage({ filePath, fileName })
    return 'shared'
  } catch (error) {
    const message = (error as { errMsg?: string } | null)?.errMsg ?? ''
    // The tap may be too long ago for WeChat to open its chooser.
    return message.includes('cancel') ? 'cancelled' : copy(csv)
  }
}

async function copy(data: string): Promise<CsvHandover> {
  try {
    await wx.setClipboardData({ data })
    return 'copied'
  } catch {
    return 'failed'
  }
}

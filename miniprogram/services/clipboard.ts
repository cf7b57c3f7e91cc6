/** WeChat says itself that it has copied (docs: wx.setClipboardData); only a failure is told here. */
export async function copyText(text: string): Promise<void> {
  try {
    await wx.setClipboardData({ data: text })
  } catch {
    wx.showToast({ title: '没复制上，长按号码也能复制', icon: 'none' })
  }
}

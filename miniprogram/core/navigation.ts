let isOpening = false

/** Opens a page over the shown one; a second tap while it comes opens no second one. */
export function openPage(url: string): void {
  if (isOpening) return
  isOpening = true
  wx.navigateTo({
    url,
    complete: () => {
      isOpening = false
    },
  })
}

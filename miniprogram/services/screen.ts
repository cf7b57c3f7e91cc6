export function keepScreenOn(keepScreenOn: boolean): void {
  wx.setKeepScreenOn({ keepScreenOn, fail: () => {} })
}

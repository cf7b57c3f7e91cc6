/**
 * WeChat's privacy guideline (docs: privacy agreement guide). Camera and microphone stay closed until the person has
 * agreed by a button with open-type="agreePrivacyAuthorization"; base libraries before 2.32.3 ask for nothing.
 */

/** The guideline's name with its brackets when it has to be agreed to first, or null. Never rejects. */
export async function privacyContract(): Promise<string | null> {
  if (typeof wx.getPrivacySetting !== 'function') return null
  return new Promise((resolve) => {
    wx.getPrivacySetting({
      success: ({ needAuthorization, privacyContractName }) =>
        resolve(needAuthorization ? privacyContractName : null),
      // Not known: the permission dialogs that follow tell the truth.
      fail: () => resolve(null),
    })
  })
}

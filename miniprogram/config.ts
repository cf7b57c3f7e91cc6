/** The owner's own values. A deployment changes this file and nothing else. */
export const config = {
  /** Cloud environment ID; '' = the first environment of this Mini Program. */
  cloudEnv: '',
  zegoAppID: 1000000001,
  /** ZEGO's Server address from its console. SDK 3.6.0 ignores it and accepts ''. */
  zegoServer: '',
  shopName: '禾里集',
  defaultCover: '/assets/cover.jpg',
  /** 5:4, PNG or JPG: what a share card may show. */
  shareCover: '/assets/share.jpg',
} as const

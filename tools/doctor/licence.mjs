import { ok, unseen } from './line.mjs'

/** Who may use what, from the WeChat page of live-pusher and ZEGO's plugin page (article 12636). */
const TABLE = [
  ['社交-直播, with 信息网络传播视听节目许可证 or a filing', 'native live-pusher and live-player'],
  ['电商平台, or 教育 (see ZEGO article 12636)', "ZEGO's plugin: npm run media -- plugin"],
  [
    'a category of the native list other than 社交-直播 (教育, 医疗, 金融, …)',
    'native, for what that category is for',
  ],
  ['商家自营 alone', 'neither today: add a category, or ask ZEGO'],
  ['a personal account', 'not possible'],
]

export async function licenceLines() {
  return [
    ...TABLE.map(([category, way]) => unseen(`category ${category} → ${way}`)),
    unseen('开发-接口设置: 实时播放音视频流 and 实时录制音视频流 are switched on'),
    unseen('ICP 备案 of the Mini Program is done'),
    unseen('用户隐私保护指引 declares camera and microphone (and the album, for a cover)'),
    unseen('发货管理 is opened, once goods are sold that are shipped'),
    ok('no message template is needed: the app sends no reminders'),
    unseen("ZEGO's written confirmation that room and stream privileges are on for this AppID"),
  ]
}

/** Said before WeChat lets the studio use camera and microphone for the first time. */
export const STUDIO_CONSENT = {
  title: '开播之前，先说清三件事',
  points: [
    { icon: 'camera', title: '镜头和麦克风只用来直播', text: '画面和声音只给观众看和听，不播就不用' },
    { icon: 'shield', title: '观众进来不用登录', text: '我们不要你和观众的手机号' },
    { icon: 'power', title: '随时可以关掉', text: '微信右上角的设置里就能收回权限' },
  ],
} as const

/** Said before WeChat is asked for an address for the first time. */
export const ADDRESS_CONSENT = [
  { icon: 'eye', title: '看，不用登录', text: '不要手机号，不要头像昵称' },
  { icon: 'chat', title: '说话，先过审', text: '先送微信安全检查，通过后大家才看得到' },
  { icon: 'place', title: '地址，只用来发货', text: '只有商家和快递看得到，可让商家删掉' },
]

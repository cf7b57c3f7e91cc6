import 'wx-server-sdk'

// wx-server-sdk 4.0.2 declares DYNAMIC_CURRENT_ENV as a symbol (index.d.ts) but lets `init` take only a string or an
// object as `env`. WeChat's own guide passes the symbol: developers.weixin.qq.com, Cloud.init (server side).
declare module 'wx-server-sdk' {
  export function init(options: { env: symbol }): void
}

/** Default looks of <button>; `wx-v2` stands on it when app.json asks for "style": "v2". */
export const BUTTON_CSS = `
wx-button{display:block;position:relative;box-sizing:border-box;margin-left:auto;margin-right:auto;padding-left:14px;padding-right:14px;font-size:18px;line-height:2.55555556;text-align:center;text-decoration:none;border-radius:5px;color:#000;background-color:#f8f8f8;overflow:hidden;cursor:pointer;user-select:none;-webkit-tap-highlight-color:transparent}
wx-button::after{content:"";position:absolute;inset:0;box-sizing:border-box;width:200%;height:200%;border:1px solid rgba(0,0,0,.2);border-radius:10px;transform:scale(.5);transform-origin:0 0;pointer-events:none}
wx-button[type=primary]{color:#fff;background-color:#1aad19}
wx-button[type=warn]{color:#fff;background-color:#e64340}
wx-button[size=mini]{display:inline-block;line-height:2.3;font-size:13px;padding:0 1.34em}
wx-button[plain]{color:#353535;background-color:transparent;border:1px solid #353535}
wx-button[plain][type=primary]{color:#1aad19;border-color:#1aad19}
wx-button[plain][type=warn]{color:#e64340;border-color:#e64340}
wx-button[plain]::after{border-width:0}
wx-button[disabled]{color:rgba(0,0,0,.3);background-color:#f7f7f7}
wx-button[disabled][type=primary]{color:rgba(255,255,255,.6);background-color:#9ed99d}
wx-button[disabled][type=warn]{color:rgba(255,255,255,.6);background-color:#ec8b89}
wx-button:where([wx-pressed]){filter:brightness(.9)}
wx-button[loading]::before{content:"";display:inline-block;width:18px;height:18px;margin-right:5px;box-sizing:border-box;vertical-align:middle;border:2px solid currentColor;border-right-color:transparent;border-radius:50%;animation:wxb-spin 1s linear infinite}
@keyframes wxb-spin{to{transform:rotate(1turn)}}
wx-button:where([wx-v2]){padding:8px 24px;font-size:17px;font-weight:700;line-height:1.41176471;border-radius:4px;color:#06ae56;background-color:#f2f2f2}
wx-button:where([wx-v2]):not([size=mini]){width:184px}
wx-button:where([wx-v2])::after{border-width:0}
wx-button:where([wx-v2])[type=primary]{color:#fff;background-color:#07c160}
wx-button:where([wx-v2])[type=warn]{color:#fa5151;background-color:#f2f2f2}
wx-button:where([wx-v2])[size=mini]{padding:0 12px;font-size:16px;line-height:2}
wx-button:where([wx-v2])[plain]{background-color:transparent}
wx-button:where([wx-v2])[disabled]{color:rgba(0,0,0,.2);background-color:#f2f2f2}
wx-button:where([wx-v2])[disabled][type=primary]{color:rgba(255,255,255,.6);background-color:#9ce6bf}
`

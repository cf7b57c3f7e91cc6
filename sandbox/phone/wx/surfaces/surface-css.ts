/** The look of WeChat's own surfaces: neutral, so that nobody takes them for a part of the app. Font: the phone's. */
export const SURFACE_CSS = `
.wxs-mask,.wxs-pass{position:fixed;inset:0;display:flex;z-index:1;font:16px/1.5 var(--phone-font);color:#1a1a1a}
.wxs-mask{background:rgba(0,0,0,.5);pointer-events:auto}
.wxs-mask.clear{background:transparent}
.wxs-pass{pointer-events:none}
.wxs-center{align-items:center;justify-content:center}
.wxs-bottom{align-items:flex-end}
.wxs-mask button{all:unset;box-sizing:border-box;cursor:pointer;text-align:center}
.wxs-toast{max-width:60%;min-width:96px;padding:14px 18px;border-radius:8px;background:#4c4c4c;color:#fff;text-align:center;font-size:15px;white-space:pre-wrap;word-break:break-word}
.wxs-toast-icon{width:36px;height:36px;margin:4px auto 8px;font-size:32px;line-height:36px}
.wxs-toast-icon img{width:100%;height:100%;object-fit:contain}
.wxs-toast-icon.spin{border:3px solid rgba(255,255,255,.35);border-top-color:#fff;border-radius:50%;box-sizing:border-box;animation:wxs-spin 1s linear infinite}
@keyframes wxs-spin{to{transform:rotate(1turn)}}
.wxs-modal{width:80%;max-width:320px;border-radius:12px;background:#fff;overflow:hidden;text-align:center}
.wxs-modal-title{padding:28px 24px 0;font-weight:600;font-size:17px}
.wxs-modal-body{padding:16px 24px 28px;color:#666;white-space:pre-wrap;word-break:break-word;max-height:50vh;overflow:auto}
.wxs-modal textarea{box-sizing:border-box;width:calc(100% - 48px);margin:16px 24px 24px;padding:8px;font:inherit;border:1px solid #ddd;border-radius:4px;resize:none}
.wxs-modal-buttons{display:flex;border-top:1px solid #e5e5e5}
.wxs-modal-buttons button{flex:1;min-height:56px;line-height:56px;font-weight:600;font-size:17px}
.wxs-modal-buttons button+button{border-left:1px solid #e5e5e5}
.wxs-sheet{width:100%;border-radius:12px 12px 0 0;background:#f7f7f7;overflow:hidden}
.wxs-sheet-title{padding:16px 20px;text-align:center;font-size:13px;color:#888;background:#fff}
.wxs-sheet button{display:block;width:100%;min-height:56px;line-height:56px;background:#fff;border-top:1px solid #eee;font-size:17px}
.wxs-sheet button.last{margin-top:8px;padding-bottom:env(safe-area-inset-bottom)}
.wxs-ask{width:100%;box-sizing:border-box;padding:24px 24px 40px;border-radius:12px 12px 0 0;background:#fff}
.wxs-ask-app{display:flex;align-items:center;gap:8px;font-size:15px}
.wxs-ask-app b{font-weight:500}
.wxs-ask-title{margin-top:20px;font-weight:600;font-size:19px}
.wxs-ask-text{margin-top:8px;color:#888;font-size:14px}
.wxs-ask-buttons{display:flex;gap:16px;justify-content:center;margin-top:32px}
.wxs-ask-buttons button{width:128px;line-height:44px;border-radius:6px;background:#f2f2f2;font-weight:600;color:#07a653}
.wxs-ask-buttons button.main{background:#07c160;color:#fff}
.wxs-mask .wxs-contract{margin-top:8px;color:#576b95;font-size:14px}
.wxs-pay{text-align:center;padding-top:16px}
.wxs-pay-test{display:inline-block;padding:2px 10px;border-radius:4px;background:#fff3d6;color:#8a5a00;font-size:13px}
.wxs-pay-shop{margin-top:16px;font-size:15px}
.wxs-pay-sum{margin-top:4px;font-size:36px;font-weight:600;line-height:1.2;font-variant-numeric:tabular-nums}
.wxs-pay-what{margin-top:8px;color:#888;font-size:14px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.wxs-pay .wxs-pay-button{display:block;flex:1;line-height:44px;border-radius:6px;background:#f2f2f2;font-size:14px;white-space:nowrap}
.wxs-pay .wxs-pay-button.main{width:100%;margin-top:24px;background:#07c160;color:#fff;font-weight:600;font-size:17px;line-height:48px}
.wxs-pay-others{display:flex;gap:8px;margin-top:12px}
.wxs-mask .wxs-address{height:auto;padding:12px 20px;text-align:left;line-height:1.5}
.wxs-address-who{font-size:16px}
.wxs-address-where{color:#666;font-size:14px}
.wxs-row{display:flex;align-items:center;justify-content:space-between;min-height:52px;border-bottom:1px solid #eee}
.wxs-row input{width:20px;height:20px;accent-color:#07c160}
.wxs-card{display:block;width:240px;margin-top:16px;padding:12px;border-radius:6px;background:#fff;border:1px solid #e5e5e5;text-align:left}
.wxs-card-app{font-size:12px;color:#888}
.wxs-card-title{margin:4px 0 8px;font-size:15px;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
.wxs-card-image{width:100%;aspect-ratio:5/4;object-fit:cover;background:#ededed;display:block}
.wxs-card-foot{margin-top:8px;font-size:11px;color:#888}
.wxs-chat{position:fixed;left:8px;right:8px;top:52px;z-index:2;box-sizing:border-box;padding:10px 12px;border-radius:12px;background:#ededed;box-shadow:0 4px 24px rgba(0,0,0,.25);pointer-events:auto;font:14px/1.4 var(--phone-font);color:#1a1a1a;display:flex;gap:10px;align-items:center}
.wxs-chat button{all:unset;cursor:pointer}
.wxs-chat .wxs-chat-open{flex:1;display:flex;gap:10px;align-items:center;min-width:0}
.wxs-chat img{width:50px;height:40px;object-fit:cover;background:#ddd;border-radius:3px}
.wxs-chat-text{min-width:0}
.wxs-chat-text div{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.wxs-chat-from{font-size:12px;color:#888}
.wxs-chat .wxs-chat-close{padding:8px;color:#888}
`

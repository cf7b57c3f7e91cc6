import type { ShareCard } from '../../link/link.ts'
import type { PhoneRuntime } from '../../runtime/phone-runtime.ts'
import { appName } from '../app-name.ts'
import { dialogsOf } from '../dialogs.ts'
import { button, element, show } from './element.ts'

/** "发送给朋友": shows the card as the friend will see it; true = send. */
export function askShare(phone: PhoneRuntime, card: ShareCard): Promise<boolean> {
  return new Promise((resolve) => {
    const close = (send: boolean) => {
      remove()
      unregister()
      resolve(send)
    }
    const sheet = element('div', 'wxs-ask', [
      element('div', 'wxs-ask-title', '发送给朋友'),
      cardFace(phone, card),
      element('div', 'wxs-ask-buttons', [
        button('wxs-cancel', '取消', () => close(false)),
        button('wxs-confirm main', '发送', () => close(true)),
      ]),
    ])
    sheet.setAttribute('role', 'dialog')
    const remove = show(phone, element('div', 'wxs-mask wxs-bottom', [sheet]))
    const unregister = dialogsOf(phone).add({
      kind: 'share',
      title: card.title,
      confirm: () => close(true),
      cancel: () => close(false),
    })
  })
}

function cardFace(phone: PhoneRuntime, card: ShareCard): HTMLElement {
  return element('div', 'wxs-card', [
    element('div', 'wxs-card-app', appName(phone)),
    element('div', 'wxs-card-title', card.title),
    picture('wxs-card-image', card.imageUrl),
    element('div', 'wxs-card-foot', '小程序'),
  ])
}

/** A card that arrived in the chat; tapping opens the Mini Program. Stays until it is tapped or put away. */
export function showChatCard(
  phone: PhoneRuntime,
  card: ShareCard & { from: string },
  open: () => void,
): void {
  const close = () => {
    remove()
    unregister()
  }
  const openCard = () => {
    close()
    open()
  }
  const text = element('div', 'wxs-chat-text', [
    element('div', 'wxs-chat-from', `${card.from} · ${appName(phone)}`),
    element('div', '', card.title),
  ])
  const face = button('wxs-chat-open', '', openCard)
  face.append(picture('', card.imageUrl), text)
  const banner = element('div', 'wxs-chat', [face, button('wxs-chat-close', '✕', close)])
  const remove = show(phone, banner)
  const unregister = dialogsOf(phone).add({
    kind: 'card',
    title: card.title,
    confirm: openCard,
    cancel: close,
  })
}

/** D-WX-63: a card without a picture shows a grey place-holder, WeChat takes a screenshot of the page. */
function picture(className: string, url: string): HTMLElement {
  if (url === '') return element('div', className)
  const image = document.createElement('img')
  image.className = className
  image.src = url
  return image
}

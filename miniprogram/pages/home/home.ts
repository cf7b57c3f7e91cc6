import type { KaiboApp } from '../../app'
import { config } from '../../config'
import { bindStore } from '../../core/bind-store'
import { openPage } from '../../core/navigation'
import { countText, displayName, initialOf } from '../../core/people-text'
import { startText } from '../../core/start-text'
import { topRow } from '../../core/top-row'
import type { RoomCard } from '../../domain/api/room'
import { redirectToGate } from '../../services/environment'
import { homeCard, roomPath } from '../../services/share-card'
import type { ComingUp, HomePhase, HomeStore } from './home.store'

interface Card {
  roomID: string
  title: string
  cover: string
  anchorName: string
  /** First character of the name, for the avatar. */
  initial: string
  /** People watching; '' = not known. */
  online: string
}

interface Coming {
  roomID: string
  title: string
  cover: string
  anchorName: string
  initial: string
  /** 今晚 */
  day: string
  /** 22:30 */
  time: string
}

Page({
  data: {
    shopName: config.shopName,
    row: { top: 0, height: 32, right: 12 },
    pulling: false,
    phase: 'loading' as HomePhase,
    error: '',
    cards: [] as Card[],
    coming: [] as Coming[],
  },

  store: null as HomeStore | null,
  dispose: () => {},

  onLoad(query: Record<string, string | undefined>) {
    if (redirectToGate(this, query, null)) return
    this.setData({ row: topRow() })
    const store = getApp<KaiboApp>().home()
    this.store = store
    this.dispose = bindStore(this, store, {
      phase: 'phase',
      error: 'error',
      cards: (home) => home.live.map(toCard),
      coming: (home) => home.comingUp.map(toComing),
    })
  },

  onShow() {
    void this.store?.load()
  },

  onUnload() {
    this.dispose()
  },

  async onPull() {
    this.setData({ pulling: true })
    await this.store?.load()
    this.setData({ pulling: false })
  },

  onRetry() {
    void this.store?.load()
  },

  onTapRoom(event: WechatMiniprogram.TouchEvent<object, object, { index: number }>) {
    const card = this.data.cards[event.currentTarget.dataset.index]
    if (card) openPage(roomPath(card))
  },

  onTapComing(event: WechatMiniprogram.TouchEvent<object, object, { index: number }>) {
    const coming = this.data.coming[event.currentTarget.dataset.index]
    if (coming) openPage(roomPath(coming))
  },

  onTapStudio() {
    openPage('/studio/go-live/go-live')
  },

  onTapOrders() {
    openPage('/shop/orders/orders')
  },

  onTapGoods() {
    openPage('/studio/goods/goods')
  },

  onTapShopOrders() {
    openPage('/studio/orders/orders')
  },

  onShareAppMessage() {
    return homeCard()
  },
})

function toCard({ roomID, title, cover, online, ...room }: RoomCard): Card {
  const anchorName = displayName(room.anchorName, config.shopName)
  return {
    roomID,
    title,
    anchorName,
    cover: cover || config.defaultCover,
    initial: initialOf(anchorName),
    online: online === null ? '' : countText(online),
  }
}

function toComing({ roomID, title, cover, startsAt, ...room }: ComingUp): Coming {
  const anchorName = displayName(room.anchorName, config.shopName)
  const when = startText(startsAt, Date.now())
  return { roomID, title, cover, anchorName, initial: initialOf(anchorName), ...when }
}

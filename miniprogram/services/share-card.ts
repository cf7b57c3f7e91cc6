import { config } from '../config'

export interface SharedRoom {
  readonly roomID: string
  readonly title: string
  readonly anchorName: string
  readonly cover: string
}

export interface ShareCard {
  readonly title: string
  readonly path: string
  readonly imageUrl: string
}

/** A card carries what the room shows before the server answers. WeChat wants the path complete, with a leading slash. */
export function roomCard(room: SharedRoom): ShareCard {
  const title = room.anchorName === '' ? room.title : `${room.anchorName}正在直播：${room.title}`
  const cover = room.cover === '' || room.cover === config.defaultCover ? config.shareCover : room.cover
  return { title, path: roomPath(room), imageUrl: cover }
}

/** The shop's front, where a page has no room to send. */
export function homeCard(path = '/pages/home/home'): ShareCard {
  return { title: `${config.shopName}的直播间`, path, imageUrl: config.shareCover }
}

export function roomPath(room: SharedRoom): string {
  const query = [
    ['roomID', room.roomID],
    ['title', room.title],
    ['anchor', room.anchorName],
    ['cover', room.cover],
  ]
  const given = query.filter(([, value]) => value !== '')
  return `/live/room/room?${given.map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`).join('&')}`
}

/** Query values arrive still encoded in some ways of opening a page; a title with a stray % must not break the page. */
export function readRoomQuery(query: Record<string, string | undefined>): SharedRoom {
  const read = (name: string) => {
    const value = query[name] ?? ''
    try {
      return decodeURIComponent(value)
    } catch {
      return value
    }
  }
  const cover = read('cover')
  return {
    roomID: read('roomID'),
    title: read('title').slice(0, 60),
    anchorName: read('anchor').slice(0, 20),
    // Only pictures of our own cloud or package: a forged card must not load a stranger's address.
    cover: cover.startsWith('cloud://') || cover.startsWith('/assets/') ? cover : '',
  }
}

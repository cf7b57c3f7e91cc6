import type { ZegoServerApi, ZegoStream } from '../zego/server-api'

/** ZEGO's rooms as the server API shows them; `down` = it cannot be reached. */
export class FakeZego implements ZegoServerApi {
  readonly rooms = new Map<string, ZegoStream[]>()
  readonly asked: string[] = []
  readonly kicked: { roomID: string; userID: string }[] = []
  readonly deleted: { roomID: string; streamID: string; userID: string }[] = []
  down = false
  /** The list of a room was asked for a moment ago. */
  listIsClosed = false

  publishes(roomID: string, stream: ZegoStream): void {
    this.rooms.set(roomID, [...(this.rooms.get(roomID) ?? []), stream])
  }

  stops(roomID: string, streamID: string): void {
    this.rooms.set(
      roomID,
      (this.rooms.get(roomID) ?? []).filter((stream) => stream.streamID !== streamID),
    )
  }

  async sendSystemBarrage(): Promise<void> {
    this.#reach()
  }

  async streamsOf(roomID: string): Promise<ZegoStream[] | null> {
    this.asked.push(roomID)
    await new Promise<void>((resolve) => setImmediate(resolve))
    this.#reach()
    return this.listIsClosed ? null : (this.rooms.get(roomID) ?? [])
  }

  async isStreamLive(streamID: string): Promise<boolean> {
    this.asked.push(streamID)
    this.#reach()
    return [...this.rooms.values()].flat().some((stream) => stream.streamID === streamID)
  }

  async deleteStream(roomID: string, { streamID, userID }: ZegoStream): Promise<void> {
    this.#reach()
    this.deleted.push({ roomID, streamID, userID })
    this.stops(roomID, streamID)
  }

  async kickOut(roomID: string, userID: string): Promise<void> {
    this.#reach()
    this.kicked.push({ roomID, userID })
  }

  #reach(): void {
    if (this.down) throw new Error('ZEGO cannot be reached')
  }
}

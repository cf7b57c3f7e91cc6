import type { EngineEvents, RtcEngine, StreamAddress } from '../../../miniprogram/rtc/engine.ts'

/** ZEGO's engine, driven by the test: it remembers the order of calls and raises events when told. */
export class FakeEngine implements RtcEngine {
  readonly log: string[]
  private readonly listeners = new Map<string, Set<EngineEvents[keyof EngineEvents]>>()
  login: () => Promise<boolean> = async () => true
  address: (streamID: string) => Promise<StreamAddress> = async (streamID) => ({
    streamID,
    url: `rtmp://zego/${streamID}`,
  })

  constructor(log: string[] = []) {
    this.log = log
  }

  loginRoom(roomID: string): Promise<boolean> {
    this.log.push(`login ${roomID} with ${this.listeners.size} kinds of listeners`)
    return this.login()
  }

  logoutRoom(roomID?: string): void {
    this.log.push(`logout ${roomID}`)
  }

  renewToken(token: string): boolean {
    this.log.push(`renew ${token}`)
    return true
  }

  startPublishingStream(streamID: string): Promise<StreamAddress> {
    this.log.push(`start publishing ${streamID}`)
    return this.address(streamID)
  }

  stopPublishingStream(streamID: string): boolean {
    this.log.push(`stop publishing ${streamID}`)
    return true
  }

  startPlayingStream(streamID: string): Promise<StreamAddress> {
    this.log.push(`start playing ${streamID}`)
    return this.address(streamID)
  }

  stopPlayingStream(streamID: string): void {
    this.log.push(`stop playing ${streamID}`)
  }

  updatePlayerState(streamID: string, event: { detail: { code?: unknown } }): void {
    this.log.push(`state ${streamID} ${event.detail.code}`)
  }

  updatePlayerNetStatus(streamID: string): void {
    this.log.push(`net ${streamID}`)
  }

  on<E extends keyof EngineEvents>(event: E, listener: EngineEvents[E]): boolean {
    const set = this.listeners.get(event) ?? new Set()
    set.add(listener)
    this.listeners.set(event, set)
    return true
  }

  off<E extends keyof EngineEvents>(event: E, listener?: EngineEvents[E]): boolean {
    if (listener) this.listeners.get(event)?.delete(listener)
    return true
  }

  raise<E extends keyof EngineEvents>(event: E, ...args: Parameters<EngineEvents[E]>): void {
    for (const listener of this.listeners.get(event) ?? []) Reflect.apply(listener, undefined, args)
  }

  get listening(): number {
    return [...this.listeners.values()].reduce((sum, set) => sum + set.size, 0)
  }
}

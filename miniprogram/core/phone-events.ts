/** What WeChat tells the whole app about the phone, reduced to what the app acts on. */
export type PhoneEvent =
  | 'hidden' // page, app or WeChat went to the background; in the background JS sleeps after about 5 s
  | 'shown' // in front again
  | 'networkLost'
  | 'networkBack'
  | 'networkSwitched' // Wi-Fi → 5G: open connections die without a word
  | 'audioTaken' // a call, an alarm
  | 'audioFree'

/** Implemented by services/phone-events.ts. The answer ends listening and is harmless when repeated. */
export interface PhoneEventSource {
  listen(listener: (event: PhoneEvent) => void): () => void
}

/** Page and app both say that they were hidden and shown: each change is told once. */
export function withoutRepeats(listener: (event: PhoneEvent) => void): (event: PhoneEvent) => void {
  let inFront = true
  return (event) => {
    if (event === 'shown' || event === 'hidden') {
      if (inFront === (event === 'shown')) return
      inFront = event === 'shown'
    }
    listener(event)
  }
}

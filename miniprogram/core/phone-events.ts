/** What WeChat tells the whole app about the phone, in our few words. */
export type PhoneFact =
  | 'hidden' // page, app or WeChat went to the background; in the background JS sleeps after about 5 s
  | 'shown' // in front again
  | 'networkLost'
  | 'networkBack'
  | 'networkSwitched' // Wi-Fi → 5G: open connections die without a word
  | 'audioTaken' // a call, an alarm
  | 'audioFree'

/** Implemented by services/phone-events.ts. The answer ends listening and is harmless when repeated. */
export interface PhoneEvents {
  listen(hear: (fact: PhoneFact) => void): () => void
}

/** Page and app both say that they were hidden and shown: each change is told once. */
export function withoutEchoes(hear: (fact: PhoneFact) => void): (fact: PhoneFact) => void {
  let inFront = true
  return (fact) => {
    if (fact === 'shown' || fact === 'hidden') {
      if (inFront === (fact === 'shown')) return
      inFront = fact === 'shown'
    }
    hear(fact)
  }
}

import type { Clock } from '../core/clock'
import { RtcError } from '../core/rtc-error'
import type { Rtc } from '../rtc/ports'

interface RtcPackage {
  createRtc(options: { appID: number; server: string; clock: Clock; log(line: string): void }): Rtc
}

/**
 * Fetches the rtc sub-package when it is first needed and keeps the one engine. A failed download rejects with
 * RtcError LOAD_FAILED, and the next call tries again.
 */
export function rtcLoader(options: Parameters<RtcPackage['createRtc']>[0]): () => Promise<Rtc> {
  let loading: Promise<Rtc> | null = null
  return () => {
    loading ??= (require.async('../rtc/index') as Promise<RtcPackage>).then(
      (rtc) => rtc.createRtc(options),
      (error: unknown) => {
        loading = null
        throw new RtcError('LOAD_FAILED', (error as { errMsg?: string } | null)?.errMsg ?? error)
      },
    )
    return loading
  }
}

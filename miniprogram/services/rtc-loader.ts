import { RtcError } from '../core/rtc-error'
import type { RtcOptions } from '../rtc/index'
import type { Rtc } from '../rtc/sessions'

interface RtcPackage {
  createRtc(options: RtcOptions): Rtc
}

/**
 * Fetches the rtc sub-package when it is first needed and keeps the one engine. A failed download rejects with
 * RtcError LOAD_FAILED, and the next call tries again.
 */
export function rtcLoader(options: RtcOptions): () => Promise<Rtc> {
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

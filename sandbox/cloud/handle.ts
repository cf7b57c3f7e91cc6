import type { FaultTargets } from '../faults/fault-kind.ts'
import type { PartHandle } from '../part.ts'
import type { CloudDatabase } from './administrator.ts'
import type { ClientDatabaseAnswer, ClientDatabaseRequest } from './client/client-database.ts'
import type { ClientDeletion, ClientTempUrl } from './client/client-storage.ts'
import type { Latency } from './conditions.ts'
import type { Counts } from './counters.ts'
import type { TradeOrders } from './openapi/trade/trade-orders.ts'
import type { TimerState } from './triggers/timers.ts'
import type { CloudCaller } from './workers/identity.ts'

/** What a started cloud can be asked. */
export interface CloudHandle extends PartHandle {
  functions(): Array<{ name: string }>

  /**
   * As the phone's wx.cloud.callFunction. Throws CloudCallError {errCode, errMsg} in the client's wording: forbidden by
   * a function rule -501023, missing function -501000, timeout -504003, anything thrown or a crash -504002, result
   * above 1 MB -604001.
   */
  callFunction(
    caller: CloudCaller,
    name: string,
    data: unknown,
  ): Promise<{ result: unknown; requestID: string }>

  /**
   * As wx.cloud.uploadFile; answers the fileID. Throws CloudCallError: odd path -501007, another's file -503002, too
   * large -403001.
   */
  clientUpload(
    caller: CloudCaller,
    cloudPath: string,
    bytes: Uint8Array,
    contentType?: string,
  ): Promise<string>
  /** As wx.cloud.getTempFileURL; at most 50, else CloudCallError -501007. */
  clientTempUrls(caller: CloudCaller, fileIDs: readonly string[]): Promise<ClientTempUrl[]>
  /** As wx.cloud.deleteFile; at most 50, else CloudCallError -501007. */
  clientDelete(caller: CloudCaller, fileIDs: readonly string[]): Promise<ClientDeletion[]>

  /** What a person can say on the phone of what was shipped to them (小程序确认收货组件). */
  readonly trade: Pick<TradeOrders, 'canConfirm' | 'confirm'>
  /**
   * As one call of wx.cloud.database(), under the database rules. Throws CloudCallError: against the rules -502003,
   * malformed -501007, no such collection -502005.
   */
  clientDatabase(caller: CloudCaller, request: ClientDatabaseRequest): Promise<ClientDatabaseAnswer>

  readonly database: CloudDatabase

  /** `http://127.0.0.1:PORT`: `<httpUrl>/<function>` is what a server of ZEGO or WeChat Pay calls. */
  readonly httpUrl: string

  /** The timers of all functions and when they fire next. */
  triggers(): TimerState[]
  /** Fires what is due by the clock now and waits for it; also done by itself every half second. */
  tick(): Promise<void>
  /** Fires a timer now, due or not. Throws SandboxError NOT_FOUND, CloudCallError when the function fails. */
  fireTimer(functionName: string, triggerName?: string): Promise<void>

  /** Whether function rules apply to calls of phones; they do at the start. */
  setFunctionRules(on: boolean): void

  /** Machine milliseconds; what is left out stays as it is. */
  setLatency(latency: Partial<Latency>): void
  readonly faults: FaultTargets

  /** What a bill would count since the start or the last resetCounters(). */
  counters(): Counts
  resetCounters(): void
}

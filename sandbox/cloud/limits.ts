/**
 * Real numbers of the platform. Sources: WeChat cloud development quota and database pages
 * (developers.weixin.qq.com/miniprogram/dev/wxcloudservice), CloudBase docs (docs.cloudbase.net), read 2026-11;
 * wx-server-sdk 4.0.2 source where it says so.
 */

/** A function may run this long when its deployment says nothing (config.json cannot), and never longer than the second. Seconds. */
export const DEFAULT_TIMEOUT_S = 3
export const MAX_TIMEOUT_S = 60

/** What an SCF instance gets by default. MB. */
export const FUNCTION_MEMORY_MB = 256

/** Synchronous event of an SCF call, bytes of JSON (cloud.tencent.com/document/product/583/11637). */
export const MAX_EVENT_BYTES = 6 * 1024 * 1024

/** Result of a call made by a phone, bytes of JSON: above it the client gets -604001. */
export const MAX_CLIENT_RESULT_BYTES = 1024 * 1024

/** One request or reply of the database, bytes. */
export const MAX_REQUEST_BYTES = 16 * 1024 * 1024

/** A cloud path, bytes of UTF-8 (WeChat, "file naming"). */
export const MAX_CLOUD_PATH_BYTES = 850

/** One file here; the service's own limit is not published. Bytes. */
export const MAX_FILE_BYTES = 100 * 1024 * 1024

/** How long a temporary address works when nothing is said. Seconds. */
export const DEFAULT_URL_AGE_S = 7_200

/** Documents a function may read at once (the SDK sends 100 when nothing is said and caps at 1,000). */
export const DEFAULT_FIND = 100
export const MAX_FIND = 1_000

/** Rows of an aggregation that names no limit. */
export const DEFAULT_AGGREGATE = 20

/** "transaction must be commit or abort in 30 seconds": text of the service itself; its limit of size is unknown (D-CL-17). Milliseconds. */
export const TRANSACTION_LIFETIME_MS = 30_000

/** How long a plain write waits for a transaction that holds its document (D-CL-15). Milliseconds. */
export const LOCK_WAIT_MS = 5_000

/** How long what `main` did not await may still reach the cloud after it returned (D-CL-13). Milliseconds. */
export const AFTER_RETURN_MS = 2_000

/** One sandbox never grows a function beyond this many instances, nested calls included (D-CL-10). */
export const MAX_INSTANCES = 8

/** Text body of a request through HTTP access: 102,400 bytes pass, more is 413 EXCEED_MAX_PAYLOAD_SIZE (public records of 2026). */
export const MAX_HTTP_BODY_BYTES = 100 * 1024

/** A function has one timer at most (WeChat, "timer trigger"). */
export const MAX_TRIGGERS = 1

/** How often timers are looked at: they are as fine as a second. Milliseconds. */
export const TIMER_LOOK_MS = 500

/** Files of one getTempFileURL or deleteFile. */
export const MAX_FILES_AT_ONCE = 50

/** security.msgSecCheck: characters of text, and how long ago the person may have been here. */
export const MAX_CHECKED_CHARACTERS = 2_500
export const ACTIVE_PERSON_MS = 2 * 60 * 60 * 1000

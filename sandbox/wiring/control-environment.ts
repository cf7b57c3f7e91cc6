import { join } from 'node:path'
import type { CloudHandle } from '../cloud/cloud.ts'
import type { ControlEnvironment } from '../control/deps.ts'
import type { Settings } from '../control/settings.ts'
import { SandboxError } from '../errors.ts'
import type { MediaHandle } from '../media/media.ts'
import type { Clock } from '../part.ts'
import { actionsSchema, type Project } from '../project/project.ts'
import { readJsonFile } from '../read-json-file.ts'
import type { ZegoHandle } from '../zego/zego.ts'

export interface ControlHandle {
  /** `http://127.0.0.1:PORT` of the control page and API. */
  readonly url: string
  readonly ports: Readonly<Record<'http' | 'rtmp' | 'flv' | 'zego', number | null>>
  /** Of functions, database, ZEGO and WeChat Pay; resolves when the timers that became due have run. */
  moveClock(offsetMs: number): Promise<void>
}

export interface ControlEnvironmentDeps {
  readonly control: ControlHandle
  readonly clock: Clock & { readonly offsetMs: number }
  readonly project: Project
  readonly notes: Readonly<Record<string, string>>
  readonly media: MediaHandle
  readonly zego: ZegoHandle | null
  readonly cloud: CloudHandle
  readonly settings: Settings
  readonly reset: () => Promise<void>
}

/** What the control API can ask of the parts that are no phone and no person. */
export function controlEnvironmentOf(deps: ControlEnvironmentDeps): ControlEnvironment {
  const { control, clock, project, notes, media, zego, cloud, settings, reset } = deps
  const actions = actionsOf(project)
  return {
    ports: () => control.ports,
    urls: () => ({ httpFunctions: cloud.httpUrl, zegoServerApi: zego?.serverApiUrl ?? null }),
    functions: () => cloud.functions().map(({ name }) => ({ name, actions: actions[name] })),
    rooms: () => zego?.rooms() ?? [],
    streams: () => media.streams(),
    clockOffsetMs: () => clock.offsetMs,
    moveClock: (offsetMs) => control.moveClock(offsetMs),
    settings,
    timers: () => cloud.triggers(),
    fireTimer: (name, timer) => cloud.fireTimer(name, timer),
    counters: () => ({ cloud: cloud.counters(), zego: zego?.counters() ?? null }),
    resetCounters: () => cloud.resetCounters(),
    encoderUrl: (streamID) => {
      if (!zego) throw new SandboxError('NOT_FOUND', 'this project has no zego in its sandbox.config.json')
      return zego.encoderUrl(streamID)
    },
    callbacks: () => zego?.callbacks() ?? [],
    reset,
    project: { name: project.name, roles: Object.keys(project.config.roles), notes },
  }
}

/** Throws SandboxError BAD_PROJECT. */
function actionsOf({ root, config }: Project): Readonly<Record<string, readonly string[]>> {
  const { actions = {} } = config.cloud
  return typeof actions === 'string' ? readJsonFile(join(root, actions), actionsSchema) : actions
}

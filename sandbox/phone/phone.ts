import { SandboxError } from '../errors.ts'
import type { FaultTargets } from '../faults/fault-kind.ts'
import type { PartContext, PartHandle } from '../part.ts'
import type { WebServer } from '../web/web-server.ts'
import type { CloudGateway } from './cloud-gateway.ts'
import { type CompiledApp, compileProject } from './compiler/compile.ts'
import { describeProblem } from './compiler/problems.ts'
import { ScriptCache } from './compiler/script-cache.ts'
import type { Device, HostMapping } from './device.ts'
import { phoneFaultKinds } from './fault-kinds.ts'
import { HotReload, type Reload } from './hot-reload.ts'
import { phoneOfRequest } from './link/host-link.ts'
import { LINK_CLOSED, type LogEntry } from './link/link.ts'
import { mapLogEntry } from './map-log-entry.ts'
import { servePhonePages } from './page-server.ts'
import type { PaymentGateway } from './payment-gateway.ts'
import { PhoneRegistry, type Phones } from './phones.ts'
import { PLUGIN_DOUBLES } from './plugins/plugin-doubles.ts'
import { bundleRuntime, type RuntimeModules } from './runtime-bundle.ts'
import { watchFolder } from './watch.ts'

export interface PhoneDeps {
  /** Main server of the sandbox. Call startPhone before other routes are added: pN.localhost is answered first. */
  readonly web: WebServer
  readonly project: {
    readonly miniprogramRoot: string
    readonly root: string
    readonly appid: string
    readonly config?: { readonly privacy?: Device['privacy'] }
  }
  /** Production URL prefix → local one. */
  readonly hosts: readonly HostMapping[]
  readonly flvUrl: string
  readonly pushUrl: string
  /** npm packages whose classes the recorder watches. */
  readonly recordPackages?: readonly string[]
  /** What this machine's camera shows to live-pusher; `camera` when absent. */
  readonly scene?: Device['scene']
  readonly callFunction: CloudGateway['callFunction']
  readonly cloudFiles?: CloudGateway['files']
  readonly payments?: PaymentGateway
  readonly cloudDatabase?: CloudGateway['database']
  onLog(phoneID: string, entry: LogEntry): void
  /** Absolute entry files bundled into the page; each default export is called with (PhoneRuntime, RuntimeInternals). */
  readonly extraPageModules?: readonly string[]
  /** Provider's appid → absolute folder of what stands in for that plugin; absent = those of `plugins/`. */
  readonly plugins?: Readonly<Record<string, string>>
  /** Saving a file of the app reloads the phones; false when absent. */
  readonly watch?: boolean
  /** Other `wx` and built-ins than the phone's own, for its tests. */
  readonly runtimeModules?: Partial<RuntimeModules>
}

export interface PhoneHandle extends PartHandle {
  readonly phones: Phones
  readonly faults: FaultTargets
  /** Reloads caused by saved files, oldest first (the newest 100). */
  reloads(): readonly Reload[]
  /** The answer ends the subscription. */
  onReload(listener: (reload: Reload) => void): () => void
}

/**
 * The phone: compiles the project, serves the pages that run it, and keeps the line to each of them.
 * Throws SandboxError BAD_PROJECT, with file and line, for what WeChat's compiler would refuse. What becomes wrong later,
 * by a saved file, is shown on the phones.
 */
export async function startPhone(ctx: PartContext, deps: PhoneDeps): Promise<PhoneHandle> {
  const cache = new ScriptCache()
  const options = { ...deps.project, plugins: deps.plugins ?? PLUGIN_DOUBLES, cache }
  const compile = (): Promise<CompiledApp> => compileProject(options)
  const [runtime, firstApp] = await Promise.all([
    bundleRuntime({ ...deps.runtimeModules, extra: deps.extraPageModules ?? [] }),
    compile(),
  ])
  if (firstApp.problems.length > 0) {
    const lines = firstApp.problems.map((problem) => `  ${describeProblem(problem)}`)
    throw new SandboxError('BAD_PROJECT', `the app cannot run:\n${lines.join('\n')}`)
  }
  let app = firstApp
  const recompile = async () => {
    app = await compile()
    for (const problem of app.problems) ctx.log(`the app cannot run: ${describeProblem(problem)}`)
    phones.appChanged()
  }
  const phones = new PhoneRegistry({
    port: () => deps.web.port,
    callFunction: deps.callFunction,
    files: deps.cloudFiles,
    database: deps.cloudDatabase,
    payments: deps.payments,
    recompile,
    explain: (entry) => mapLogEntry(app.trace, entry),
  })
  const hot = new HotReload({
    recompile: async () => {
      await recompile()
      return app.problems.length
    },
    refresh: () => phones.refresh(),
    log: ctx.log,
  })
  const watch = deps.watch
    ? await watchFolder(deps.project.miniprogramRoot, (files) => hot.changed(files))
    : null
  const stopLog = phones.onLog(deps.onLog)
  servePhonePages(deps.web.app, {
    runtime,
    miniprogramRoot: deps.project.miniprogramRoot,
    app: () => app,
    phones,
    device: {
      hosts: deps.hosts,
      flvUrl: deps.flvUrl,
      pushUrl: deps.pushUrl,
      recordPackages: deps.recordPackages,
      scene: deps.scene ?? 'camera',
      privacy: deps.project.config?.privacy ?? {},
    },
  })
  deps.web.onSocket('/_phone/link', (socket, request) => {
    const id = phoneOfRequest(request)
    if (id === null) socket.close(LINK_CLOSED.refused, 'a page may only connect to its own phone')
    else phones.accept(id, socket)
  })
  return {
    name: 'phone',
    url: deps.web.url,
    phones,
    faults: phoneFaultKinds(phones),
    reloads: () => [...hot.done],
    onReload: (listener) => hot.onReload(listener),
    reset: () => phones.reset(),
    stop: async () => {
      await watch?.stop()
      stopLog()
      phones.stop()
      await hot.settled()
    },
  }
}

/** The part of miniprogram-automator 0.12.1 that tests use; its own typings name none of its internals. */
export interface AutomatorClient {
  connect(options: { wsEndpoint: string }): Promise<ClientMiniProgram>
  launch(options: {
    cliPath: string
    projectPath: string
    port?: number
    account?: string
    timeout?: number
  }): Promise<ClientMiniProgram>
}

export interface ClientMiniProgram {
  readonly connection: { send(method: string, params?: Record<string, unknown>): Promise<unknown> }
  pageStack(): Promise<ClientPage[]>
  currentPage(): Promise<ClientPage>
  systemInfo(): Promise<Record<string, unknown>>
  callWxMethod(method: string, ...args: unknown[]): Promise<unknown>
  mockWxMethod(method: string, result: unknown, ...args: unknown[]): Promise<void>
  restoreWxMethod(method: string): Promise<void>
  evaluate(run: ((...args: never[]) => unknown) | string, ...args: unknown[]): Promise<unknown>
  exposeFunction(name: string, run: (...args: unknown[]) => void): Promise<void>
  on(event: 'console' | 'exception', listener: (event: Record<string, unknown>) => void): void
  screenshot(options?: { path?: string }): Promise<string>
  testAccounts(): Promise<unknown[]>
  stopAudits(): Promise<unknown>
  getTicket(): Promise<unknown>
  remote(): Promise<void>
  native(): Record<
    'goHome' | 'navigateLeft' | 'confirmModal' | 'cancelModal' | 'closePaymentDialog',
    () => Promise<void>
  >
  close(): Promise<void>
  disconnect(): void
}

export interface ClientPage {
  readonly id: number
  readonly path: string
  readonly query: Record<string, string>
  $(selector: string): Promise<ClientElement | null>
  $$(selector: string): Promise<ClientElement[]>
  xpath(selector: string): Promise<ClientElement | null>
  getElementsByXpath(selector: string): Promise<ClientElement[]>
  data(path?: string): Promise<unknown>
  setData(data: Record<string, unknown>): Promise<void>
  callMethod(method: string, ...args: unknown[]): Promise<unknown>
  size(): Promise<{ width: number; height: number }>
  scrollTop(): Promise<number>
  waitFor(condition: string): Promise<void>
}

export interface ClientElement {
  readonly tagName: string
  $(selector: string): Promise<ClientElement | null>
  $$(selector: string): Promise<ClientElement[]>
  text(): Promise<string>
  size(): Promise<{ width: number; height: number }>
  offset(): Promise<{ left: number; top: number }>
  attribute(name: string): Promise<string | null>
  property(name: string): Promise<unknown>
  value(): Promise<unknown>
  style(name: string): Promise<string>
  wxml(): Promise<string>
  outerWxml(): Promise<string>
  tap(): Promise<void>
  longpress(): Promise<void>
  trigger(type: string, detail?: unknown): Promise<void>
  dispatchEvent(options: Record<string, unknown>): Promise<void>
  input(value: string): Promise<void>
  scrollTo(x: number, y: number): Promise<void>
  scrollHeight(): Promise<number>
  data(path?: string): Promise<unknown>
  setData(data: Record<string, unknown>): Promise<void>
  callMethod(method: string, ...args: unknown[]): Promise<unknown>
}

import { SandboxUnsupportedError } from '../../errors.ts'
import type { HostHandlers } from '../host.ts'

/** What concerns the tool and not the app: the client's version check, tickets, accounts, closing. */
export const toolDispatcher: HostHandlers = {
  'Tool.getInfo': (_params, { host }) => ({ SDKVersion: host.SDKVersion }),
  'Tool.close': (_params, { closeAfterAnswer }) => {
    closeAfterAnswer()
    return {}
  },
  'Tool.getTestAccounts': (_params, { host }) => ({ accounts: host.accounts() }),
  'Tool.enableRemoteDebug': () => {
    throw new SandboxUnsupportedError('remote debugging on a real phone (Tool.enableRemoteDebug)', 'D-AU-01')
  },
  'Tool.stopAudits': () => {
    throw new SandboxUnsupportedError('the audits panel (Tool.stopAudits)', 'D-AU-02')
  },
  // Tickets are the login of DevTools itself; nobody is logged in here.
  'Tool.getTicket': () => {
    throw new SandboxUnsupportedError('DevTools login tickets (Tool.getTicket)', 'D-AU-03')
  },
  'Tool.setTicket': () => {
    throw new SandboxUnsupportedError('DevTools login tickets (Tool.setTicket)', 'D-AU-03')
  },
  'Tool.refreshTicket': () => {
    throw new SandboxUnsupportedError('DevTools login tickets (Tool.refreshTicket)', 'D-AU-03')
  },
}

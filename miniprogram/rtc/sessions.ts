import { AnchorSession, type AnchorSessionListener } from './anchor-session'
import { ViewerSession, type ViewerSessionDeps, type ViewerSessionListener } from './viewer-session'

type ViewerEntry = ConstructorParameters<typeof ViewerSession>[1]
type AnchorShow = ConstructorParameters<typeof AnchorSession>[1]

/** What the other packages get of this one. */
export interface Rtc {
  viewerSession(entry: ViewerEntry, listener: ViewerSessionListener): ViewerSession
  anchorSession(show: AnchorShow, listener: AnchorSessionListener): AnchorSession
}

export function createSessions(deps: ViewerSessionDeps): Rtc {
  return {
    viewerSession: (entry, listener) => new ViewerSession(deps, entry, listener),
    anchorSession: (show, listener) => new AnchorSession(deps, show, listener),
  }
}

import type { ControlDeps } from './deps.ts'

/** What GET /_sandbox/state answers. */
export function stateOf({ environment, people, devices, faults }: ControlDeps) {
  return {
    ports: environment.ports(),
    urls: environment.urls(),
    functions: environment.functions(),
    people: people.list(),
    phones: devices.phones().map(({ cards, ...phone }) => ({
      ...phone,
      // Pictures of cards may be whole data URLs.
      cards: cards.map(({ id, from, title, path }) => ({ id, from, title, path })),
    })),
    rooms: environment.rooms(),
    streams: environment.streams(),
    clockOffsetMs: environment.clockOffsetMs(),
    faults: faults.active(),
    settings: environment.settings.read(),
    project: environment.project,
  }
}

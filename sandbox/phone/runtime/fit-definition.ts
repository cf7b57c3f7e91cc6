import { type Feature, supports } from './versions.ts'

type Definition = Record<string, unknown>

/** Field of a definition → what the base library must have to look at it. */
const FIELDS: Readonly<Record<string, Feature>> = {
  lifetimes: 'lifetimes',
  pageLifetimes: 'pageLifetimes',
  observers: 'observers',
}
const OPTIONS: Readonly<Record<string, Feature>> = {
  addGlobalClass: 'addGlobalClass',
  styleIsolation: 'styleIsolationInCode',
  pureDataPattern: 'pureData',
  virtualHost: 'virtualHost',
}
const PAGE_FIELDS: Readonly<Record<string, Feature>> = { behaviors: 'pageBehaviors', options: 'pageOptions' }

export const EXPORT_BEHAVIOR = 'wx://component-export'

/**
 * A definition as a base library of that version reads it: fields it does not know yet are not there. `export` counts
 * only together with the behavior that asks for it.
 */
export function fitDefinition(
  kind: 'Page' | 'Component' | 'Behavior',
  given: Readonly<Definition>,
  SDKVersion: string,
): Definition {
  const known = (fields: Readonly<Record<string, Feature>>, name: string) =>
    fields[name] === undefined || supports(SDKVersion, fields[name])
  const fitted = keep(given, (name) => known(FIELDS, name) && (kind !== 'Page' || known(PAGE_FIELDS, name)))
  if (typeof fitted.options === 'object' && fitted.options !== null) {
    fitted.options = keep(fitted.options as Definition, (name) => known(OPTIONS, name))
  }
  const behaviors: unknown[] = Array.isArray(fitted.behaviors) ? fitted.behaviors : []
  const exported = supports(SDKVersion, 'componentExport') && behaviors.includes(EXPORT_BEHAVIOR)
  if (!exported) delete fitted.export
  return fitted
}

const keep = (given: Readonly<Definition>, wanted: (name: string) => boolean): Definition =>
  Object.fromEntries(Object.entries(given).filter(([name]) => wanted(name)))

import { createStoreBindings } from 'mobx-miniprogram-bindings'

type Bound = WechatMiniprogram.Page.TrivialInstance | WechatMiniprogram.Component.TrivialInstance

/** A field of the store by its name, or what is drawn from it. */
type Field<S> = (keyof S & string) | ((store: S) => unknown)

/**
 * Puts small fields of a store into the data of a page or component, now and whenever they change, until the answer is
 * called. A bound field is copied whole at every change: bind what the screen shows, never a whole list of documents.
 */
export function bindStore<S extends object>(
  target: Bound,
  store: S,
  fields: Readonly<Record<string, Field<S>>>,
): () => void {
  const bindings = createStoreBindings(target, {
    store,
    fields: fields as Record<string, string | ((store: S) => unknown)>,
    actions: [],
    structuralComparison: true,
  })
  return () => bindings.destroyStoreBindings()
}

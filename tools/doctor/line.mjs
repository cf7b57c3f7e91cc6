/** @typedef {{state: 'ok' | 'do' | 'unseen', text: string}} Line */

/** @returns {Line} */
export const ok = (text) => ({ state: 'ok', text })
/** What a person has to do. @returns {Line} */
export const todo = (text) => ({ state: 'do', text })
/** True or not, only a console or a person can tell. @returns {Line} */
export const unseen = (text) => ({ state: 'unseen', text })

/** `ok` when `good`, else what to do. */
export const either = (good, okText, doText) => (good ? ok(okText) : todo(doText))

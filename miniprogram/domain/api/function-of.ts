/** Subjects of the function `shop`; every other subject has a function of its own name. */
const SHOP_SUBJECTS = ['goods', 'shelf', 'order']

/** The cloud function that an action belongs to, by what stands before its dot. */
export function functionOf(action: string): string {
  const subject = action.slice(0, action.indexOf('.'))
  return SHOP_SUBJECTS.includes(subject) ? 'shop' : subject
}

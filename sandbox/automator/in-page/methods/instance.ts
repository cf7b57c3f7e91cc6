import { toPlain } from '../plain.ts'

/** Calls a method of a Page or Component instance as app code would. */
export async function callMethod(instance: object, method: string, args: readonly unknown[]) {
  const run: unknown = Reflect.get(instance, method)
  if (typeof run !== 'function') throw new Error(`method ${method} does not exist`)
  return { result: toPlain(await run.apply(instance, args)) }
}

/** Resolves after the view has taken the data over. */
export function setData(instance: object, data: Record<string, unknown>): Promise<Record<string, never>> {
  return new Promise((resolve, reject) => {
    const run: unknown = Reflect.get(instance, 'setData')
    if (typeof run !== 'function') {
      reject(new Error('this element has no data of its own'))
      return
    }
    try {
      run.call(instance, data, () => resolve({}))
    } catch (error) {
      reject(error)
    }
  })
}

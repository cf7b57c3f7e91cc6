import { importsOf } from '../../lib/sources.mjs'
import { lineAt, resolvePath, withoutComments } from './read-app.mjs'

const HANDLER = /\s(?:bind|catch|mut-bind|capture-bind|capture-catch):?[a-z][\w-]*="([A-Za-z_$][\w$]*)"/g

/** A handler that a template names and no script of its page has: the tap does nothing, the console says a word. */
export function handlerProblems(app) {
  return app.components.flatMap(({ path }) => {
    const file = `${path}.wxml`
    const script = [`${path}.ts`, `${path}.js`].find(app.has)
    if (!app.has(file) || !script) return []
    const methods = withShared(app, script)
    const text = withoutComments(app.read(file))
    return [...text.matchAll(HANDLER)]
      .filter(([, name]) => !isMethod(name, methods))
      .map(({ 0: all, 1: name, index }) => {
        const line = lineAt(text, index + all.length)
        return `${file}:${line}: handler "${name}" is not in ${script}`
      })
  })
}

/** Handlers may be spread in from a module beside: the script and what it imports of the app, one step deep. */
function withShared(app, script) {
  const source = app.read(script)
  const modules = importsOf(source)
    .filter((specifier) => specifier.startsWith('.') || specifier.startsWith('/'))
    .map((specifier) => resolvePath(script, specifier))
    .map((base) => [`${base}.ts`, `${base}.js`, `${base}/index.ts`].find(app.has))
    .filter((file) => file !== undefined)
  return [source, ...modules.map((file) => app.read(file))].join('\n')
}

/** `name(…) {`, `name: …` or `name,` at the start of a line or after a brace. */
const isMethod = (name, source) =>
  new RegExp(`(?:^|[{,])\\s*(?:async\\s+)?${name.replaceAll('$', '\\$')}\\s*(?:\\(|:|,|\\}|=)`, 'm').test(
    source,
  )

import { lineInJson } from '../../../sandbox/phone/compiler/json-line.ts'
import { fieldProblems } from '../../../sandbox/phone/compiler/wechat-config/known-fields.ts'

/** Keys that WeChat does not know: its compiler lets them pass, phones ignore them. Wrong values the compiler refuses. */
export function keyProblems({ json, components, has, read }) {
  // What may stand in "permission" is checked in permissions.mjs.
  const { permission: _, ...app } = json
  return [
    ...unknownIn('app.json', 'app', app, read),
    ...components.flatMap(({ path, json: own }) =>
      has(`${path}.json`) ? unknownIn(`${path}.json`, 'page', own, read) : [],
    ),
  ]
}

const unknownIn = (file, kind, json, read) =>
  fieldProblems(kind, json)
    .filter(({ unknown }) => unknown)
    .map(({ path, message }) => `${file}:${lineInJson(read(file), path)}: ${message}`)

import { lineInJson } from '../../../sandbox/phone/compiler/json-line.ts'
import { lineAt } from './read-app.mjs'

/** Source: WeChat docs, 授权 (scope 列表) and app.json permission, read 2026-11. */
const SCOPES = [
  'scope.userLocation',
  'scope.userFuzzyLocation',
  'scope.userLocationBackground',
  'scope.record',
  'scope.camera',
  'scope.bluetooth',
  'scope.writePhotosAlbum',
  'scope.addPhoneContact',
  'scope.addPhoneCalendar',
  'scope.werun',
]
const MAX_DESCRIPTION = 30

/** Source: WeChat docs, app.json requiredPrivateInfos: what has to be listed there before it may be called. */
const PRIVATE_INFOS =
  /\bwx\.(getFuzzyLocation|getLocation|onLocationChange|startLocationUpdate|startLocationUpdateBackground|chooseLocation|choosePoi|chooseAddress)\b/g

/** Every call of the app that needs an entry in requiredPrivateInfos. @returns {{name: string, file: string, line: number}[]} */
export const privateInfoCalls = ({ files, read }) =>
  files
    .filter((file) => /\.(?:ts|js)$/.test(file))
    .flatMap((file) => {
      const text = read(file)
      return [...text.matchAll(PRIVATE_INFOS)].map(({ 1: name, index }) => ({
        name,
        file,
        line: lineAt(text, index),
      }))
    })

/** What app.json says of permissions, and what it does not say though the code needs it. */
export function permissionProblems(app) {
  const { permission = {}, requiredPrivateInfos = [] } = app.json
  const text = app.read('app.json')
  const at = (scope) => `app.json:${lineInJson(text, ['permission', scope])}: ["permission"]["${scope}"]`
  return [
    ...Object.entries(permission).flatMap(([scope, { desc = '' }]) => [
      ...(SCOPES.includes(scope) ? [] : [`${at(scope)} is not a scope that WeChat knows`]),
      ...(desc === '' ? [`${at(scope)} has no "desc": the person is asked without a reason`] : []),
      ...([...desc].length > MAX_DESCRIPTION
        ? [`${at(scope)}["desc"] has ${[...desc].length} characters, ${MAX_DESCRIPTION} are shown`]
        : []),
    ]),
    ...privateInfoCalls(app)
      .filter(({ name }) => !requiredPrivateInfos.includes(name))
      .map(
        ({ name, file, line }) =>
          `${file}:${line}: wx.${name} fails unless app.json lists it in "requiredPrivateInfos"`,
      ),
  ]
}

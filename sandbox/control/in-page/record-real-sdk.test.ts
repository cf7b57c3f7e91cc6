import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waitFor } from '../../../test/support/wait-for.ts'
import { type EngineClass, loadSdk } from '../../zego/testing/load-sdk.ts'
import { APP_ID, useZego } from '../../zego/testing/use-zego.ts'
import { createWxShim } from '../../zego/testing/wx-shim.ts'
import { recordedExports } from './recorded-exports.ts'

test('the real ZEGO SDK works behind a recording, which tells the order of its calls', async (t) => {
  const { zego, token } = await useZego(t)
  const told: string[] = []
  const tokens: string[] = []
  const { ZegoExpressEngine } = recordedExports(
    { ZegoExpressEngine: loadSdk(createWxShim(zego).wx) },
    (what, detail) => {
      told.push(what)
      tokens.push(JSON.stringify(detail))
    },
  ) as { ZegoExpressEngine: EngineClass }
  const zg = new ZegoExpressEngine(APP_ID, '')
  t.after(() => zg.destroyEngine())
  zg.setLogConfig({ logLevel: 'disable', remoteLogLevel: 'disable' })
  const states: string[] = []
  zg.on('roomStateUpdate', (_room: string, state: string) => void states.push(state))
  zg.on('publisherStateUpdate', ({ state }: { state: string }) => void states.push(state))
  const secret = token({ userID: 'host', roomID: 'r', publish: true })
  assert.equal(await zg.loginRoom('r', secret, { userID: 'host' }, {}), true)
  const { url } = await zg.startPublishingStream('s1')
  assert.match(url, /^rtmp:/)
  zg.updatePlayerState('s1', { detail: { code: 1002 } })
  await waitFor(() => states.includes('CONNECTED') && states.includes('PUBLISHING'), { what: 'both states' })
  assert.equal(zg.stopPublishingStream('s1'), true)
  zg.logoutRoom('r')
  assert.deepEqual(told, [
    'new ZegoExpressEngine',
    'ZegoExpressEngine.setLogConfig',
    'ZegoExpressEngine.on',
    'ZegoExpressEngine.on',
    'ZegoExpressEngine.loginRoom',
    'ZegoExpressEngine.loginRoom.resolved',
    'ZegoExpressEngine.startPublishingStream',
    'ZegoExpressEngine.startPublishingStream.resolved',
    'ZegoExpressEngine.updatePlayerState',
    'ZegoExpressEngine.stopPublishingStream',
    'ZegoExpressEngine.logoutRoom',
  ])
  assert.ok(tokens.every((detail) => !detail.includes(secret)))
})

import { useCleanUp } from '../../../test/support/clean-up.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { type EngineClass, loadSdk } from '../../zego/testing/load-sdk.ts'
import { APP_ID, useZego } from '../../zego/testing/use-zego.ts'
import { createWxShim } from '../../zego/testing/wx-shim.ts'
import { recordedExports } from './recorded-exports.ts'

const cleanUp = useCleanUp()

test('the real ZEGO SDK works behind a recording, which tells the order of its calls', async () => {
  const { zego, token } = await useZego(cleanUp)
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
  cleanUp(() => zg.destroyEngine())
  zg.setLogConfig({ logLevel: 'disable', remoteLogLevel: 'disable' })
  const states: string[] = []
  zg.on('roomStateUpdate', (_room: string, state: string) => void states.push(state))
  zg.on('publisherStateUpdate', ({ state }: { state: string }) => void states.push(state))
  const secret = token({ userID: 'host', roomID: 'r', publish: true })
  expect(await zg.loginRoom('r', secret, { userID: 'host' }, {})).toBe(true)
  const { url } = await zg.startPublishingStream('s1')
  expect(url).toMatch(/^rtmp:/)
  zg.updatePlayerState('s1', { detail: { code: 1002 } })
  await waitFor(() => states.includes('CONNECTED') && states.includes('PUBLISHING'), { what: 'both states' })
  expect(zg.stopPublishingStream('s1')).toBe(true)
  zg.logoutRoom('r')
  expect(told).toStrictEqual([
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
  expect(tokens.every((detail) => !detail.includes(secret))).toBe(true)
})

/** @sandbox: a shop gets its owner by a setup code that works once. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { agreeToPrivacy, endShow, shareRoom } from './show-helpers.ts'
import { PROJECT_ROOT, useFixture, useWorld } from './world.ts'

const HOUR_MS = 3_600_000
const TRIES = 5

/** As at a deployment: the code goes to the owner, its SHA-256 into the functions' environment. */
function printSetupCode(): { code: string; sha256: string } {
  const { stdout } = spawnSync(process.execPath, [join(PROJECT_ROOT, 'tools/setup-code.mjs')], {
    encoding: 'utf8',
  })
  const printed = (label: string) => new RegExp(`^${label} +(\\S+)$`, 'm').exec(stdout)?.[1] ?? ''
  return { code: printed('setup code'), sha256: printed('SETUP_CODE_SHA256') }
}

const setup = printSetupCode()
const world = useWorld({
  config: (config) => ({
    ...config,
    cloud: {
      ...config.cloud,
      functionEnv: { ...config.cloud.functionEnv, SETUP_CODE_SHA256: setup.sha256 },
    },
  }),
})

describe('a person without a role becomes the owner with the setup code and goes live, and the code expires', () => {
  const anchor = useFixture(async () => {
    await world.control('DELETE', `/people/${encodeURIComponent('阿禾')}/role`, {})
    return world.phone('新店主')
  })
  const claim = async (code: string) => {
    await anchor.types('#code', code)
    await anchor.tap('#claim')
  }

  test('the studio asks for the code', async () => {
    await anchor.isAt('pages/home/home')
    await anchor.tap('.studio')
    await anchor.sees('这家店还没有店主')
    await anchor.tap('#claim')
    await anchor.sees('把开店码填进来')
  })

  test('five wrong codes are refused, then every code is, for an hour', async () => {
    for (let n = 1; n <= TRIES; n += 1) {
      await claim(`0000-${n}`)
      await anchor.sees('开店码不对，看清楚再输一次')
    }
    await claim(setup.code)
    await anchor.sees('试的次数太多了，一小时后再来')
    expect(await anchor.has('#start')).toBe(false)
  })

  test('an hour later the right code opens the studio, whatever its case and separators', async () => {
    await world.control('POST', '/clock', { offsetMs: HOUR_MS + 1_000 })
    await claim(setup.code.toUpperCase().replaceAll('-', ' '))
    await agreeToPrivacy(anchor)
    await anchor.answers('authorizeAllow')
    await anchor.answers('authorizeAllow')
    await anchor.sees('开始直播')
  })

  test('the new owner goes live to a viewer', async () => {
    const viewer = await world.phone('林间小鹿')
    await viewer.isAt('pages/home/home')
    await anchor.tap('#start')
    await anchor.sees('观众看得见、听得见', 30_000)
    await shareRoom(anchor)
    const tappedAt = await world.tapNewestCard(viewer)
    await world.freshFrame(viewer, tappedAt - 1_500)
    await endShow(anchor)
    await viewer.sees('直播已结束')
    expect(viewer.exceptions).toStrictEqual([])
  })

  test('nobody is asked for the code again, and it no longer works', async () => {
    const late = await world.phone('捡到开店码的人', { role: 'viewer' })
    await late.isAt('pages/home/home')
    await late.tap('.studio')
    await late.sees('你的微信不是这家店的店主')
    expect(await late.has('#code')).toBe(false)
    const { result } = await world.control<{ result: { ok: boolean; code: string } }>('POST', '/call', {
      person: '捡到开店码的人',
      function: 'studio',
      data: { action: 'studio.claim', code: setup.code },
    })
    expect([result.ok, result.code]).toStrictEqual([false, 'ALREADY_CLAIMED'])
    expect([...late.exceptions, ...anchor.exceptions]).toStrictEqual([])
  })
})

/** @sandbox: the studio keeps the layout rules in every state, from access to the summary. */

import { injectFault, withFault } from '../journeys/fault-helpers.ts'
import { openStudio } from '../journeys/show-helpers.ts'
import { type PhoneDriver, useFixture, useWorld } from '../journeys/world.ts'
import { createRoom, endRoom } from './room-helpers.ts'
import { useLook } from './use-look.ts'

const world = useWorld()
const look = useLook(world)

const TITLE = '梅子青开窑夜，对杯第一次上架，满一百五减二十'
const mayTruncate = [TITLE]

describe('access', () => {
  let anchor: PhoneDriver

  test('a person who is not a member', async () => {
    const stranger = await world.phone('林间小鹿')
    await stranger.tap('.studio')
    await look.expectNoFindings(stranger, { name: 'studio-stranger', says: '这里是主播开播的地方' })
  })

  test('a shop without an owner asks for the setup code', async () => {
    await world.control('DELETE', '/people/阿禾/role', {})
    try {
      const first = await world.phone('第一个人', { role: 'viewer' })
      await first.tap('.studio')
      await look.expectNoFindings(first, { name: 'studio-claim', says: '成为店主' })
      await first.tap('#claim')
      await look.expectNoFindings(first, {
        name: 'studio-claim-empty',
        says: '成为店主',
        shows: '.claim-note-now',
      })
    } finally {
      await world.control('POST', '/people/阿禾/role', { role: 'owner' })
    }
  })

  test('the privacy guideline, without a blank screen while the cloud is asked', async () => {
    anchor = await world.phone('阿禾')
    await look.opensWithoutBlank(
      anchor,
      async () => {
        await anchor.opens('/pages/home/home')
        await anchor.sees('我要开播')
      },
      () =>
        withFault(world, { target: 'cloud', kind: 'slow', function: 'studio', ms: 1_000 }, async () => {
          await anchor.tap('.studio')
          await anchor.isAt('studio/go-live/go-live')
          await world.browserPage(anchor).getByText('同意，去开播').waitFor()
        }),
    )
    await look.expectNoFindings(anchor, { name: 'studio-privacy', says: '同意，去开播' })
  })

  test('the camera is refused', async () => {
    await world.browserPage(anchor).getByText('同意，去开播').click()
    await anchor.answers('authorizeCancel')
    await look.expectNoFindings(anchor, { name: 'studio-no-camera', says: '没有相机权限' })
  })
})

describe('before the show', () => {
  const anchor = useFixture(() => world.phone('阿禾'))
  const browserPage = () => world.browserPage(anchor)
  beforeAll(async () => {
    await anchor.tap('.studio')
    await browserPage().getByText('同意，去开播').click()
    await anchor.answers('authorizeAllow')
    await anchor.answers('authorizeAllow')
  })

  test('ready', () => look.expectNoFindings(anchor, { name: 'studio-ready', says: '开始直播' }))

  test('the longest title, and a later start', async () => {
    await browserPage().locator('[data-wx-id=title] input').fill(TITLE)
    await browserPage().locator('.time').nth(1).click()
    await look.expectNoFindings(anchor, { name: 'studio-announce', says: '发布预告', mayTruncate })
  })

  test('without a title', async () => {
    await browserPage().locator('.time').nth(0).click()
    await browserPage().locator('[data-wx-id=title] input').fill('')
    await anchor.tap('#start')
    await look.expectNoFindings(anchor, { name: 'studio-no-title', says: '开始直播', shows: '.hint-now' })
    await browserPage().locator('[data-wx-id=title] input').fill(TITLE)
  })

  test('the back camera, with everything on', async () => {
    for (const tool of ['#flip', '#mirror', '#beauty', '#beauty']) await anchor.tap(tool)
    await look.expectNoFindings(anchor, { name: 'studio-tools', says: '补光', mayTruncate })
    await anchor.tap('#flip')
  })

  test('the camera is lost', () =>
    withFault(world, { target: 'phone', kind: 'cameraLost', phone: anchor.id }, () =>
      look.expectNoFindings(anchor, { name: 'studio-camera-lost', says: '镜头没打开', mayTruncate }),
    ))
})

describe('the show', () => {
  const anchor = useFixture(() => world.phone('阿禾'))
  beforeAll(async () => {
    await openStudio(anchor)
    await world.browserPage(anchor).locator('[data-wx-id=title] input').fill(TITLE)
  })

  describe('ZEGO answers late', () => {
    let mend: () => Promise<unknown>
    beforeAll(async () => {
      mend = await injectFault(world, { target: 'zego', kind: 'slow', phone: anchor.id, ms: 1_500 })
      await anchor.tap('#start')
    })
    afterAll(() => mend())

    test('the countdown', () =>
      look.expectNoFindings(anchor, { name: 'studio-counting', says: '看着镜头', mayTruncate }))

    test('connecting', () =>
      look.expectNoFindings(anchor, { name: 'studio-starting', says: '正在接通观众', mayTruncate }))
  })

  test('on air without problems', () =>
    look.expectNoFindings(anchor, { name: 'studio-live', says: '观众看得见、听得见', mayTruncate }))

  test('the menu of tools, with the microphone off', async () => {
    for (const button of ['#more', '#mute']) await anchor.tap(button)
    try {
      await look.expectNoFindings(anchor, { name: 'studio-more', says: '麦克风关着', mayTruncate })
    } finally {
      for (const button of ['#mute', '#more']) await anchor.tap(button)
    }
  })

  test('a slow uplink', () =>
    withFault(world, { target: 'network', kind: 'slow', phone: anchor.id, kbps: 150 }, () =>
      look.expectNoFindings(anchor, { name: 'studio-weak', says: '画面有点', mayTruncate }),
    ))

  test('the connection is lost', async () => {
    await withFault(world, { target: 'media', kind: 'refuse' }, async () => {
      await world.control('POST', '/faults', { target: 'media', kind: 'kill' })
      await look.expectNoFindings(anchor, { name: 'studio-bad', says: '正在重连', mayTruncate })
    })
    await anchor.sees('观众看得见、听得见', 30_000)
  })

  test('ending the show is confirmed', async () => {
    await anchor.tap('#end')
    await look.expectNoFindings(anchor, { name: 'studio-end', says: '结束直播？', mayTruncate })
  })

  test('the summary', async () => {
    await anchor.tap('#end-sure')
    await look.expectNoFindings(anchor, { name: 'studio-summary', says: '播完了', mayTruncate })
  })

  test('a show that was not ended', async () => {
    const room = await createRoom(world, { title: TITLE, live: true })
    await anchor.tap('#home')
    await anchor.tap('.studio')
    await look.expectNoFindings(anchor, { name: 'studio-left-open', says: '你有一场直播还在播', mayTruncate })
    await endRoom(world, room)
  })
})

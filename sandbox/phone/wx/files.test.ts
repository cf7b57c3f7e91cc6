import type { Page } from 'playwright-core'
import { inject } from '../../faults/testing/inject.ts'
import {
  answerDialog,
  at,
  callWx,
  type FixturePhone,
  hears,
  setData,
  startFixturePhone,
} from './testing/fixture-phone.mts'

/** expose.ts in the page. */
declare const underTest: {
  readonly wx: { readonly cloud: Record<string, (options: object) => Promise<Record<string, unknown>>> }
}

/** What the cloud got: who, where, how many bytes of what. */
const uploads: unknown[] = []
let fixture: FixturePhone
let page: Page

const PICTURE = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'
const MISSING = { tempFileURL: '', status: -503003, errMsg: 'storage file not exists' }

beforeAll(async () => {
  fixture = await startFixturePhone({
    cloudFiles: {
      upload: async (person, cloudPath, bytes, contentType) => {
        uploads.push({ person, cloudPath, isJpeg: bytes[0] === 0xff && bytes[1] === 0xd8, contentType })
        return `cloud://any/${cloudPath}`
      },
      tempUrls: async (_person, fileIDs) =>
        fileIDs.map((fileID) =>
          fileID.endsWith('/cover.jpg')
            ? { fileID, tempFileURL: PICTURE, status: 0, errMsg: 'ok' }
            : { fileID, ...MISSING },
        ),
      remove: async (_person, fileIDs) => fileIDs.map((fileID) => ({ fileID, status: 0, errMsg: 'ok' })),
    },
  })
  page = await fixture.open()
  await page.evaluate(() => void underTest.wx.cloud.init?.({}))
})
afterAll(async () => {
  await fixture?.stop()
})

const callCloud = (name: string, options: object) =>
  page.evaluate(
    async ([method, given]) => {
      try {
        return await underTest.wx.cloud[method]?.(given)
      } catch (error) {
        const { errCode, errMsg } = error as Record<string, unknown>
        return { errCode, errMsg }
      }
    },
    [name, options] as const,
  )

test('a picture of the phone’s album is chosen and reaches the cloud as this person’s', async () => {
  const chosen = callWx(page, 'chooseMedia', { count: 1, mediaType: ['image'] })
  await page.locator('.wxs-sheet').getByText('海边').click()
  const { tempFiles } = (await chosen).answer as { tempFiles: { tempFilePath: string; fileType: string }[] }
  expect(tempFiles[0]?.fileType).toBe('image')
  const uploaded = await callCloud('uploadFile', {
    cloudPath: 'cover.jpg',
    filePath: tempFiles[0]?.tempFilePath,
  })
  expect(uploaded).toStrictEqual({
    fileID: 'cloud://any/cover.jpg',
    statusCode: 200,
    errMsg: 'uploadFile:ok',
  })
  expect(uploads).toStrictEqual([
    { person: '阿禾', cloudPath: 'cover.jpg', isJpeg: true, contentType: 'image/jpeg' },
  ])
})

test('who goes back chooses nothing', async () => {
  const chosen = callWx(page, 'chooseMedia', {})
  await answerDialog(page, 'album', 'cancel')
  expect(((await chosen).error as { errMsg: string }).errMsg).toBe('chooseMedia:fail cancel')
})

test('an image shows a file of the cloud, and says when there is none', async () => {
  await setData(page, { picture: 'cloud://any/cover.jpg' })
  expect((await hears(page, 'load', 'picture')).detail).toStrictEqual({ width: 1, height: 1 })
  await setData(page, { picture: 'cloud://any/gone.jpg' })
  await hears(page, 'error', 'picture')
  expect(await page.locator(`${at('picture')} img`).getAttribute('wx-broken')).toBe('')
})

test('files of the cloud are named, deleted, and not to be had without a network', async () => {
  expect(await callCloud('getTempFileURL', { fileList: ['cloud://any/gone.jpg'] })).toStrictEqual({
    fileList: [{ fileID: 'cloud://any/gone.jpg', ...MISSING }],
    errMsg: 'getTempFileURL:ok',
  })
  expect(await callCloud('deleteFile', { fileList: ['cloud://any/cover.jpg'] })).toStrictEqual({
    fileList: [{ fileID: 'cloud://any/cover.jpg', status: 0, errMsg: 'ok' }],
    errMsg: 'deleteFile:ok',
  })
  const undo = await inject(fixture.phone, 'network.off', { phone: 'p1' })
  expect(await callCloud('uploadFile', { cloudPath: 'x.png', filePath: '/dot.png' })).toStrictEqual({
    errCode: -404012,
    errMsg: 'uploadFile:fail network is down',
  })
  await undo()
})

/** @sandbox: what is sold keeps the rules of the look, from the tag in the room to the order's last page. */
import { test } from 'node:test'
import { useWorld } from '../journeys/world.ts'
import { createRoom } from './rooms.ts'
import { useLook } from './use-look.ts'

const world = useWorld()
const look = useLook(world)

/** Titles that merchants and the guideline wrote. */
const written = ['梅子青品茗对杯', '青花三才盖碗 120ml', '开窑夜', '西湖区', '手绘', '直播价', '高温']

async function shop<T>(data: Record<string, unknown>): Promise<T> {
  const { result } = await world.control<{ result: { ok: boolean; data: T } }>('POST', '/call', {
    person: '阿禾',
    function: 'shop',
    data,
  })
  if (!result.ok) throw new Error(`${data.action}: ${JSON.stringify(result)}`)
  return result.data
}

/** Three items on the shelf of a live room, the second one being explained at a live price. */
async function sellingRoom(): Promise<string> {
  const { roomID } = await createRoom(world, { title: '开窑夜', live: true })
  const { goods } = await shop<{ goods: { goodsID: string; title: string }[] }>({ action: 'goods.list' })
  const idOf = (words: string) => goods.find(({ title }) => title.includes(words))?.goodsID ?? ''
  const cups = idOf('品茗对杯')
  const { goods: found } = await shop<{ goods: { skus: { skuID: string; priceFen: number }[] } }>({
    action: 'goods.get',
    goodsID: cups,
  })
  const livePrices = Object.fromEntries(found.skus.map(({ skuID, priceFen }) => [skuID, priceFen - 5_900]))
  await shop({
    action: 'shelf.set',
    roomID,
    shelfRev: 0,
    entries: [{ goodsID: idOf('盖碗') }, { goodsID: cups, livePrices }, { goodsID: idOf('竹茶席') }],
  })
  await shop({ action: 'shelf.pin', roomID, goodsID: cups })
  return roomID
}

test('a shopper looks, chooses and buys', async (t) => {
  const roomID = await sellingRoom()
  const shopper = await world.phone('林间小鹿')
  await shopper.isAt('pages/home/home')

  await t.test('what is being explained hangs in the room', async () => {
    await shopper.opens(`/live/room/room?roomID=${roomID}`)
    await look.isSound(shopper, { name: 'room-explaining', says: '讲解中', written })
  })

  await t.test('the bag', async () => {
    await shopper.tap('#bag')
    await look.isSound(shopper, { name: 'room-bag', says: '我的订单', written })
  })

  await t.test('the SKU sheet', async () => {
    await shopper.tap('#bag-sheet >>> sheet >>> .above')
    await shopper.tap('#tag >>> .hang')
    await look.isSound(shopper, { name: 'room-sku', says: '数量', written })
  })
})

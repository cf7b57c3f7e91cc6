import type { World } from './world.ts'

/** Calls the function `shop` as that person's phone would. */
export async function askShop<T>(
  world: Pick<World, 'control'>,
  person: string,
  data: Record<string, unknown>,
): Promise<T> {
  const { result } = await world.control<{ result: { ok: boolean; data: T } }>('POST', '/call', {
    person,
    function: 'shop',
    data,
  })
  if (!result.ok) throw new Error(`${data.action}: ${JSON.stringify(result)}`)
  return result.data
}

interface Skus {
  readonly goods: { readonly skus: readonly { readonly skuID: string; readonly priceFen: number }[] }
}

/** Puts goods on the shelf of a show as the owner: `lessFen` gives them live prices, `pin` pins one. */
export async function putOnShelf(
  world: Pick<World, 'control'>,
  roomID: string,
  goodsIDs: readonly string[],
  { lessFen = {}, pin }: { lessFen?: Readonly<Record<string, number>>; pin?: string } = {},
): Promise<void> {
  const entries = await Promise.all(
    goodsIDs.map(async (goodsID) => {
      const less = lessFen[goodsID]
      if (less === undefined) return { goodsID }
      const { goods } = await askShop<Skus>(world, '阿禾', { action: 'goods.get', goodsID })
      const livePrices = Object.fromEntries(goods.skus.map(({ skuID, priceFen }) => [skuID, priceFen - less]))
      return { goodsID, livePrices }
    }),
  )
  await askShop(world, '阿禾', { action: 'shelf.set', roomID, shelfRev: 0, entries })
  if (pin !== undefined) await askShop(world, '阿禾', { action: 'shelf.pin', roomID, goodsID: pin })
}

export const ADDRESS = {
  userName: '沈木子',
  telNumber: '13800008888',
  provinceName: '浙江省',
  cityName: '杭州市',
  countyName: '西湖区',
  detailInfo: '文一西路 98 号 3 幢 502',
}

/** Orders one piece by a call alone, for what comes after the order. */
export async function placeOrderByCall(
  world: World,
  person: string,
  goodsID: string,
  skuID: string,
  expectedFen: number,
): Promise<{ readonly orderID: string }> {
  const { order } = await askShop<{ order: { orderID: string } }>(world, person, {
    ...{ action: 'order.place', requestID: `r${Date.now()}-by-call`, goodsID, expectedFen },
    ...{ lines: [{ skuID, n: 1 }], address: ADDRESS },
  })
  return order
}

import type { PhoneRuntime } from '../../runtime/phone-runtime.ts'
import { dialogsOf } from '../dialogs.ts'
import { button, element, show } from './element.ts'

/** As wx.chooseAddress answers it. */
export interface ChosenAddress {
  readonly userName: string
  readonly postalCode: string
  readonly provinceName: string
  readonly cityName: string
  readonly countyName: string
  readonly streetName: string
  readonly detailInfo: string
  readonly detailInfoNew: string
  readonly nationalCode: string
  readonly telNumber: string
}

type Place = Omit<ChosenAddress, 'userName' | 'detailInfoNew'>

/** D-WX-83: every person has these two; the first is the one a test takes (`address-use`). */
const PLACES: readonly Place[] = [
  {
    postalCode: '310012',
    provinceName: '浙江省',
    cityName: '杭州市',
    countyName: '西湖区',
    streetName: '',
    detailInfo: '文三路 90 号 3 幢 502 室',
    nationalCode: '330106',
    telNumber: '13800000001',
  },
  {
    postalCode: '843000',
    provinceName: '新疆维吾尔自治区',
    cityName: '巴音郭楞蒙古自治州',
    countyName: '和静县',
    streetName: '',
    detailInfo: '巴音布鲁克镇游客中心旁供销社二楼（电话打不通请放前台）',
    nationalCode: '652827',
    telNumber: '13800000002',
  },
]

/** WeChat's own address list; tapping a row takes it. null = the person goes back. */
export function chooseFromAddresses(phone: PhoneRuntime): Promise<ChosenAddress | null> {
  return new Promise((resolve) => {
    const close = (chosen: ChosenAddress | null) => {
      remove()
      unregister()
      resolve(chosen)
    }
    const [home, ...others] = PLACES.map((place) => ({
      ...place,
      userName: phone.device.personName,
      detailInfoNew: place.detailInfo,
    }))
    const row = (address: ChosenAddress) => {
      const { userName, telNumber, provinceName, cityName, countyName, detailInfo } = address
      const made = button('wxs-address', '', () => close(address))
      made.append(
        element('div', 'wxs-address-who', `${userName} ${telNumber}`),
        element('div', 'wxs-address-where', `${provinceName}${cityName}${countyName}${detailInfo}`),
      )
      return made
    }
    const first = home ? row(home) : null
    if (first) first.id = 'address-use'
    const cancel = button('wxs-cancel last', '取消', () => close(null))
    cancel.id = 'address-cancel'
    const sheet = element('div', 'wxs-sheet', [
      element('div', 'wxs-sheet-title', '选择收货地址'),
      first,
      ...others.map(row),
      cancel,
    ])
    sheet.setAttribute('role', 'dialog')
    const remove = show(phone, element('div', 'wxs-mask wxs-bottom', [sheet]))
    const unregister = dialogsOf(phone).add({
      kind: 'address',
      title: '选择收货地址',
      confirm: () => close(home ?? null),
      cancel: () => close(null),
    })
  })
}

import type { KaiboApp } from '../../app'
import { bindStore } from '../../core/bind-store'
import { goBack } from '../../core/navigation'
import { topRow } from '../../core/top-row'
import { redirectToGate } from '../../services/environment'
import { studioStores } from '../create-stores'
import { choosePictures } from '../services/pictures'
import { EMPTY_FORM, type FormProblem, GOODS_TITLE_MAX, type GoodsForm } from '../stores/goods-draft'
import type { FormPhase, GoodsFormStore } from '../stores/goods-form.store'
import { goodsNoteText, PICTURE_ACTIONS, UNSAVED_QUESTION } from '../text/goods-text'

type At<T = object> = { currentTarget: { dataset: { at: number } & T } }
type FieldInput = WechatMiniprogram.Input & {
  currentTarget: { dataset: { field: 'title' | 'subtitle' | 'description' | 'limit' } }
}
type RowInput = WechatMiniprogram.Input & At<{ field: 'price' | 'marketPrice' | 'stock' }>

Page({
  data: {
    row: { top: 0, height: 32, right: 12 },
    titleMax: GOODS_TITLE_MAX,
    phase: 'loading' as FormPhase,
    isNew: true,
    form: EMPTY_FORM as GoodsForm,
    onSale: false,
    busy: '' as string,
    problem: null as FormProblem | null,
    note: '',
    noteAsks: false,
    isStale: false,
    canAddDimension: true,
    picturesLeft: 0,
    uploading: false,
    /** What is being typed as the next value of each dimension. */
    values: ['', '', ''],
  },

  store: null as GoodsFormStore | null,
  dispose: () => {},

  onLoad(query: Record<string, string | undefined>) {
    if (redirectToGate(this, query, null)) return
    this.setData({ row: topRow() })
    const store = studioStores(getApp<KaiboApp>().context()).goodsForm()
    this.store = store
    this.dispose = bindStore(this, store, {
      phase: 'phase',
      isNew: (form) => form.goods === null,
      form: 'form',
      onSale: 'onSale',
      busy: 'busy',
      problem: 'problem',
      note: 'note',
      noteAsks: 'noteAsks',
      isStale: 'isStale',
      canAddDimension: 'canAddDimension',
      picturesLeft: 'picturesLeft',
    })
    void store.open(query.goodsID ?? null)
  },

  onUnload() {
    this.dispose()
  },

  onReload() {
    void this.store?.reload()
  },

  onField(event: FieldInput) {
    this.store?.type({ [event.currentTarget.dataset.field]: event.detail.value })
  },

  onRow(event: RowInput) {
    const { at, field } = event.currentTarget.dataset
    this.store?.typeRow(at, { [field]: event.detail.value })
  },

  onFill() {
    this.store?.fillRows()
  },

  async onAddPictures() {
    if (this.data.uploading) return
    const choice = await choosePictures('goods', this.data.picturesLeft, () =>
      this.setData({ uploading: true }),
    )
    this.setData({ uploading: false })
    if (choice.kind === 'chosen') this.store?.addPictures(choice.fileIDs)
    else if (choice.kind === 'failed') this.store?.say(goodsNoteText.picturesFailed, true)
  },

  async onPicture(event: At) {
    const { at } = event.currentTarget.dataset
    const { first, remove } = PICTURE_ACTIONS
    const items = at === 0 ? [remove] : [first, remove]
    const chosen = await wx.showActionSheet({ itemList: items }).then(
      ({ tapIndex }) => items[tapIndex],
      () => undefined,
    )
    if (chosen === first) this.store?.putFirst(at)
    else if (chosen === remove) this.store?.removePicture(at)
  },

  onAddDimension() {
    this.store?.addDimension()
  },

  onDimensionName(event: WechatMiniprogram.Input & At) {
    this.store?.nameDimension(event.currentTarget.dataset.at, event.detail.value)
  },

  onRemoveDimension(event: At) {
    this.store?.removeDimension(event.currentTarget.dataset.at)
  },

  onValueTyping(event: WechatMiniprogram.Input & At) {
    this.setData({ [`values[${event.currentTarget.dataset.at}]`]: event.detail.value })
  },

  onAddValue(event: At) {
    const { at } = event.currentTarget.dataset
    this.store?.addValue(at, this.data.values[at] ?? '')
    this.setData({ [`values[${at}]`]: '' })
  },

  onRemoveValue(event: At<{ value: string }>) {
    const { at, value } = event.currentTarget.dataset
    this.store?.removeValue(at, value)
  },

  onSave() {
    void this.store?.save()
  },

  onSwitch() {
    void this.store?.switchSale()
  },

  async onBack() {
    if (this.store?.isDirty) {
      const { confirm } = await wx.showModal(UNSAVED_QUESTION)
      if (!confirm) return
    }
    goBack()
  },
})

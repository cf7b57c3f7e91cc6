import { makeAutoObservable } from 'mobx-miniprogram'
import type { CloudApi } from '../../core/cloud-api'
import { errorText } from '../../core/error-text'
import type { Dimension, Goods } from '../../domain/api/goods'
import { isAppError } from '../../domain/errors'
import { goodsFormText, goodsNoteText } from '../text/goods-text'
import {
  DIMENSIONS_MAX,
  EMPTY_FORM,
  type FormProblem,
  formOf,
  type GoodsForm,
  PICTURES_MAX,
  readForm,
  rowCount,
  rowsFor,
  SKUS_MAX,
  type SkuRow,
  VALUES_MAX,
} from './goods-draft'

export type FormPhase = 'loading' | 'unreachable' | 'editing'
type Typed = Partial<Pick<GoodsForm, 'title' | 'subtitle' | 'description' | 'limit'>>
type TypedRow = Partial<Pick<SkuRow, 'price' | 'marketPrice' | 'stock'>>

/** One goods while its owner creates or edits it. */
export class GoodsFormStore {
  phase: FormPhase = 'loading'
  form: GoodsForm = EMPTY_FORM
  /** As the server has it; null = a new one. */
  goods: Goods | null = null
  busy: '' | 'saving' | 'selling' = ''
  /** What is missing in the form, at its place. */
  problem: FormProblem | null = null
  /** What became of the last tap. */
  note = ''
  noteAsks = false
  /** Somebody else has changed it: only the newest can be edited. */
  isStale = false
  isDirty = false
  private goodsID: string | null = null
  private readonly deps: { readonly cloud: CloudApi }

  constructor(deps: { readonly cloud: CloudApi }) {
    this.deps = deps
    const plain = { deps: false, goodsID: false } as const
    makeAutoObservable<this, keyof typeof plain>(this, plain, { autoBind: true, deep: false })
  }

  get onSale(): boolean {
    return this.goods?.onSale ?? false
  }

  get canAddDimension(): boolean {
    return this.form.dimensions.length < DIMENSIONS_MAX
  }

  get picturesLeft(): number {
    return PICTURES_MAX - this.form.pictures.length
  }

  /** null = a new goods. Never rejects. */
  async open(goodsID: string | null): Promise<void> {
    this.goodsID = goodsID
    if (goodsID === null) this.take(null)
    else await this.reload()
  }

  /** The newest from the server; what was typed is gone. */
  async reload(): Promise<void> {
    const { goodsID } = this
    if (goodsID === null) return
    this.setPhase('loading')
    try {
      const { goods } = await this.deps.cloud.call('goods.get', { goodsID })
      this.take(goods)
    } catch (error) {
      this.say(errorText(error), true)
      this.setPhase('unreachable')
    }
  }

  type(typed: Typed): void {
    this.change({ ...this.form, ...typed })
  }

  typeRow(index: number, typed: TypedRow): void {
    const rows = this.form.rows.map((row, at) => (at === index ? { ...row, ...typed } : row))
    this.change({ ...this.form, rows })
  }

  /** The first row's price, market price and stock for every row that has none. */
  fillRows(): void {
    const [first] = this.form.rows
    if (first === undefined) return
    const rows = this.form.rows.map((row) => ({
      ...row,
      price: row.price || first.price,
      marketPrice: row.marketPrice || first.marketPrice,
      stock: row.stock || first.stock,
    }))
    this.change({ ...this.form, rows })
  }

  /** File IDs, behind those that are there. */
  addPictures(fileIDs: readonly string[]): void {
    this.change({ ...this.form, pictures: [...this.form.pictures, ...fileIDs].slice(0, PICTURES_MAX) })
  }

  removePicture(index: number): void {
    this.change({ ...this.form, pictures: this.form.pictures.filter((_, at) => at !== index) })
  }

  /** The first picture is the one on cards. */
  putFirst(index: number): void {
    const chosen = this.form.pictures[index]
    if (chosen === undefined) return
    const others = this.form.pictures.filter((_, at) => at !== index)
    this.change({ ...this.form, pictures: [chosen, ...others] })
  }

  addDimension(): void {
    if (!this.canAddDimension) return
    this.change({ ...this.form, dimensions: [...this.form.dimensions, { name: '', values: [] }] })
  }

  nameDimension(index: number, name: string): void {
    this.changeDimensions((one, at) => (at === index ? { ...one, name } : one))
  }

  removeDimension(index: number): void {
    this.setDimensions(this.form.dimensions.filter((_, at) => at !== index))
  }

  addValue(index: number, typed: string): void {
    const value = typed.trim()
    const { dimensions } = this.form
    const values = dimensions[index]?.values
    if (value === '' || values === undefined) return
    const next = dimensions.map((one, at) => (at === index ? { ...one, values: [...values, value] } : one))
    if (values.includes(value)) this.ask('dimensions', goodsFormText.valueTwice(value))
    else if (values.length >= VALUES_MAX) this.ask('dimensions', goodsFormText.tooManyValues(VALUES_MAX))
    else if (rowCount(next) > SKUS_MAX) this.ask('dimensions', goodsFormText.tooManySkus(SKUS_MAX))
    else this.setDimensions(next)
  }

  removeValue(index: number, value: string): void {
    this.changeDimensions((one, at) =>
      at === index ? { ...one, values: one.values.filter((other) => other !== value) } : one,
    )
  }

  /** Once, however often it is tapped. True when the server has it. Never rejects. */
  async save(): Promise<boolean> {
    if (this.busy !== '') return false
    const read = readForm(this.form)
    if ('problem' in read) {
      this.ask(read.problem.field, read.problem.text)
      return false
    }
    const { goods } = this
    this.begin('saving')
    try {
      const known = goods === null ? {} : { goodsID: goods.goodsID, rev: goods.rev }
      const answer = await this.deps.cloud.call('goods.save', { ...known, draft: read.draft })
      this.goodsID = answer.goods.goodsID
      this.take(answer.goods)
      this.say(goodsNoteText.saved, false)
      return true
    } catch (error) {
      this.refused(error)
      return false
    }
  }

  /** Saves what was typed, then puts it on sale; or takes it off. The refusal's reason is told. Never rejects. */
  async switchSale(): Promise<void> {
    const onSale = !this.onSale
    if (this.busy !== '') return
    if ((this.goods === null || (this.isDirty && onSale)) && !(await this.save())) return
    const goodsID = this.goods?.goodsID
    if (goodsID === undefined) return
    this.begin('selling')
    try {
      const { goods } = await this.deps.cloud.call('goods.setOnSale', { goodsID, onSale })
      this.sold(goods)
      this.say(onSale ? goodsNoteText.onSale : goodsNoteText.offSale, false)
    } catch (error) {
      this.refused(error)
    }
  }

  say(note: string, asks: boolean): void {
    this.note = note
    this.noteAsks = asks
  }

  private changeDimensions(edit: (one: Dimension, at: number) => Dimension): void {
    this.setDimensions(this.form.dimensions.map(edit))
  }

  private setDimensions(dimensions: readonly Dimension[]): void {
    // A dimension without values is still being typed: it multiplies nothing yet.
    const ready = dimensions.filter(({ values }) => values.length > 0)
    this.change({ ...this.form, dimensions, rows: rowsFor(ready, this.form.rows) })
  }

  private change(form: GoodsForm): void {
    this.form = form
    this.isDirty = true
    this.problem = null
    this.note = ''
  }

  private ask(field: FormProblem['field'], text: string): void {
    this.problem = { field, text }
    this.say(text, true)
  }

  private begin(busy: 'saving' | 'selling'): void {
    this.busy = busy
    this.note = ''
    this.problem = null
  }

  private take(goods: Goods | null): void {
    this.goods = goods
    this.form = goods === null ? EMPTY_FORM : formOf(goods)
    this.isDirty = false
    this.isStale = false
    this.busy = ''
    this.problem = null
    this.note = ''
    this.phase = 'editing'
  }

  /** Only the sale has changed: what is being typed stays. */
  private sold(goods: Goods): void {
    this.busy = ''
    if (this.isDirty) this.goods = goods
    else this.take(goods)
  }

  private refused(error: unknown): void {
    this.busy = ''
    this.isStale = isAppError(error, 'GOODS_CHANGED')
    this.say(errorText(error), true)
  }

  private setPhase(phase: FormPhase): void {
    this.phase = phase
  }
}

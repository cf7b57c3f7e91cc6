import assert from 'node:assert/strict'
import { innerWxml, outerWxml } from '../wxml.ts'
import { select } from './match-selector.ts'
import { parseSelector } from './parse-selector.ts'
import type { TreeNode } from './tree-node.ts'

type Spec = { tag: string; attributes?: Record<string, string>; children?: (Spec | string)[] }

const h = (tag: string, attributes: Record<string, string> = {}, ...children: (Spec | string)[]): Spec => ({
  tag,
  attributes,
  children,
})

function tree(spec: Spec, parent: TreeNode | null = null): TreeNode {
  const node: TreeNode = {
    tagName: spec.tag,
    id: spec.attributes?.id ?? '',
    classNames: (spec.attributes?.class ?? '').split(' ').filter(Boolean),
    attribute: (name) => spec.attributes?.[name] ?? null,
    parent: () => parent,
    children: () => children,
  }
  const children = (spec.children ?? []).map((child) =>
    typeof child === 'string' ? child : tree(child, node),
  )
  return node
}

const shelf = tree(
  h(
    'root',
    {},
    h(
      'view',
      { id: 'shelf', class: 'list warm' },
      h(
        'view',
        { class: 'row first', 'data-no': '1', id: 'r1' },
        h('text', { id: 't1' }, '对杯'),
        h('button', { id: 'b1', class: 'buy' }, '抢'),
      ),
      h(
        'view',
        { class: 'row', 'data-no': '12', id: 'r2' },
        h('block-card', { id: 'c2' }, h('text', { id: 't2' }, 'a < b')),
      ),
    ),
    h('text', { id: 'foot', 'aria-label': 'the end' }),
  ),
)

const CASES: readonly [selector: string, ids: readonly string[]][] = [
  ['view', ['shelf', 'r1', 'r2']],
  ['.row', ['r1', 'r2']],
  ['.row.first', ['r1']],
  ['#b1', ['b1']],
  ['view.row', ['r1', 'r2']],
  ['button.row', []],
  ['.list text', ['t1', 't2']],
  ['.list > text', []],
  ['.row > text', ['t1']],
  ['.list>.row>text', ['t1']],
  ['view view text', ['t1', 't2']],
  ['block-card text', ['t2']],
  ['[data-no]', ['r1', 'r2']],
  ['[data-no="1"]', ['r1']],
  ["view[data-no='12'].row", ['r2']],
  ['[data-no^=1]', ['r1', 'r2']],
  ['[data-no$="2"]', ['r2']],
  ['[aria-label*="he e"]', ['foot']],
  ['[class~=warm]', ['shelf']],
  ['[data-no=""]', []],
  ['#b1, #foot', ['b1', 'foot']],
  ['#foot , .buy', ['b1', 'foot']],
  ['* > button', ['b1']],
  ['  .buy  ', ['b1']],
]

const BROKEN = [
  '',
  '   ',
  '.',
  '#',
  'view >',
  '.row,',
  '[data-no',
  'view >>> text',
  'view:first-child',
  '> view',
  'a b !',
]

describe('selectors of the automator', () => {
  for (const [selector, ids] of CASES) {
    it(`${selector} finds ${ids.join(', ') || 'nothing'}`, () => {
      expect([...select(shelf, parseSelector(selector))].map((node) => node.id)).toStrictEqual(ids)
    })
  }

  for (const selector of BROKEN) {
    it(`"${selector}" is refused instead of finding nothing`, () => {
      expect(() => parseSelector(selector)).toThrow(/selector/)
    })
  }

  it('looks for ancestors above the element that was asked', () => {
    const [row] = select(shelf, parseSelector('#r1'))
    assert.ok(row)
    expect([...select(row, parseSelector('.list button'))].map((node) => node.id)).toStrictEqual(['b1'])
  })
})

describe('WXML text', () => {
  it('prints tags, ids, classes and escaped text', () => {
    const [row] = select(shelf, parseSelector('#r2'))
    assert.ok(row)
    expect(innerWxml(row)).toBe('<block-card id="c2"><text id="t2">a &lt; b</text></block-card>')
    expect(outerWxml(row)).toMatch(/^<view id="r2" class="row"><block-card/)
  })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DialogKind, Dialogs, dialogsOf } from './dialogs.ts'
import { fakePhone } from './testing/fake-phone.ts'

const dialog = (kind: DialogKind, said: string[]) => ({
  kind,
  title: kind,
  confirm: () => said.push(`${kind} confirmed`),
  cancel: () => said.push(`${kind} cancelled`),
})

test('the newest dialog of a kind is answered', () => {
  const dialogs = new Dialogs()
  const said: string[] = []
  dialogs.add(dialog('permission', said))
  dialogs.add({ ...dialog('modal', said), confirm: () => said.push('older') })
  const close = dialogs.add(dialog('modal', said))
  assert.equal(dialogs.confirm('modal'), true)
  close()
  dialogs.confirm('modal')
  dialogs.cancel('permission')
  assert.deepEqual(said, ['modal confirmed', 'older', 'permission cancelled'])
})

test('answering a dialog that is not open says so', () => {
  const dialogs = new Dialogs()
  assert.equal(dialogs.confirm('share'), false)
  assert.equal(dialogs.cancel('share'), false)
})

test('each phone has its own dialogs', () => {
  const { phone } = fakePhone()
  assert.equal(dialogsOf(phone), dialogsOf(phone))
  assert.notEqual(dialogsOf(phone), dialogsOf(fakePhone().phone))
})

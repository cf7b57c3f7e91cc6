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
  expect(dialogs.confirm('modal')).toBe(true)
  close()
  dialogs.confirm('modal')
  dialogs.cancel('permission')
  expect(said).toStrictEqual(['modal confirmed', 'older', 'permission cancelled'])
})

test('answering a dialog that is not open says so', () => {
  const dialogs = new Dialogs()
  expect(dialogs.confirm('share')).toBe(false)
  expect(dialogs.cancel('share')).toBe(false)
})

test('each phone has its own dialogs', () => {
  const { phone } = fakePhone()
  expect(dialogsOf(phone)).toBe(dialogsOf(phone))
  expect(dialogsOf(phone)).not.toBe(dialogsOf(fakePhone().phone))
})

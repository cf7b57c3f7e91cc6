import { type ControlState, callApi } from './api.ts'
import { h } from './dom.ts'

const NEW_PERSON = ''

/** The dialog that gives somebody a phone: a known person, or a new one with a role. */
export function createAddPhone(): { readonly element: HTMLDialogElement; open(state: ControlState): void } {
  const who = h('select', { id: 'who', 'aria-label': '谁的手机 whose phone' })
  const name = h('input', { id: 'name', maxlength: '32', autocomplete: 'off', placeholder: '比如：茶客' })
  const role = h('select', { id: 'role' })
  const problem = h('p', { class: 'problem', role: 'alert' })
  const fresh = h(
    'div',
    { class: 'fields' },
    h('label', {}, '名字 name', name),
    h('label', {}, '身份 role', role),
  )
  const form = h(
    'form',
    { method: 'dialog', onsubmit: (event) => void submit(event) },
    h('h2', {}, '加一台手机', h('small', {}, 'Add a phone')),
    h('label', {}, '谁的 whose', who),
    fresh,
    problem,
    h(
      'div',
      { class: 'actions' },
      h('button', { type: 'button', class: 'quiet', onclick: () => element.close() }, '取消 cancel'),
      h('button', { type: 'submit', class: 'primary' }, '放到桌上 open'),
    ),
  )
  const element = h('dialog', { class: 'sheet' }, form)
  const showFresh = () => {
    fresh.hidden = who.value !== NEW_PERSON
    name.required = who.value === NEW_PERSON
  }
  who.addEventListener('change', showFresh)

  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    problem.textContent = ''
    try {
      const person = who.value === NEW_PERSON ? name.value.trim() : who.value
      if (who.value === NEW_PERSON) {
        await callApi('POST', 'people', { name: person, ...(role.value ? { role: role.value } : {}) })
      }
      await callApi('POST', 'phones', { person })
      element.close()
    } catch (error) {
      problem.textContent = (error as Error).message
    }
  }

  return {
    element,
    open(state) {
      problem.textContent = ''
      name.value = ''
      const idle = state.people.filter(({ name }) => !state.phones.some(({ person }) => person === name))
      const known = [...idle, ...state.people.filter((person) => !idle.includes(person))]
      who.replaceChildren(
        h('option', { value: NEW_PERSON }, '新来的人 somebody new'),
        ...known.map(({ name, role }) => h('option', { value: name }, role ? `${name}（${role}）` : name)),
      )
      role.replaceChildren(
        h('option', { value: '' }, '无 none'),
        ...state.project.roles.map((role) => h('option', { value: role }, role)),
      )
      // Of several roles the last is the ordinary one: a further viewer is what is wanted most.
      role.value = state.project.roles.length > 1 ? (state.project.roles.at(-1) ?? '') : ''
      if (idle[0]) who.value = idle[0].name
      showFresh()
      element.showModal()
    },
  }
}

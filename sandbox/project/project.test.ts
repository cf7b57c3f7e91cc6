import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openProject } from './project.ts'

let folder: string
const write = (name: string, content: unknown) =>
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'project-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('opening a project folder as DevTools does', () => {
  test('a project that was not made for the sandbox opens with one person and no roles', () => {
    write('project.config.json', { appid: 'wx1', miniprogramRoot: 'app/', setting: { es6: true } })
    const project = openProject(folder)
    expect(project.appid).toBe('wx1')
    expect(project.miniprogramRoot).toBe(join(folder, 'app'))
    expect(project.functionsDir).toBeNull()
    expect(project.config.people).toStrictEqual([{ name: '用户' }])
    expect(project.config.roles).toStrictEqual({})
  })

  const broken: ReadonlyArray<[name: string, files: Record<string, unknown>, sentence: RegExp]> = [
    ['no project.config.json', {}, /no project\.config\.json in/],
    ['a file that is not JSON', { 'project.config.json': '{' }, /project\.config\.json: /],
    ['an appid of a wrong type', { 'project.config.json': { appid: 5 } }, /appid/],
    [
      'an unknown field in sandbox.config.json',
      { 'project.config.json': {}, 'sandbox.config.json': { peple: [] } },
      /sandbox\.config\.json: .*peple/s,
    ],
  ]
  for (const [name, files, sentence] of broken) {
    test(`${name}: one sentence that names the file`, () => {
      for (const [file, content] of Object.entries(files)) write(file, content)
      expect(() => openProject(folder)).toThrow(
        expect.objectContaining({ code: 'BAD_PROJECT', message: expect.stringMatching(sentence) }),
      )
    })
  }
})

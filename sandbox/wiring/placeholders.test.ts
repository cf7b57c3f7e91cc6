import { fillPlaceholders } from './placeholders.ts'

const placeholders = { 'zego.appID': () => '7' }
const secret = (name: string) => `secret of ${name}`

describe('placeholders of sandbox.config.json', () => {
  it('are filled from the sandbox', () => {
    expect(
      fillPlaceholders(
        'functionEnv',
        { A: '{zego.appID}', B: 'x-{secret.userID}', C: 'plain', D: '{not a name}', E: '{sha256.abc}' },
        placeholders,
        (name) => (name === 'userID' ? 'secret of userID' : name),
      ),
    ).toStrictEqual({
      A: '7',
      B: 'x-secret of userID',
      C: 'plain',
      D: '{not a name}',
      // FIPS 180-2, "abc"
      E: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    })
  })

  it('that nobody knows are named with the place', () => {
    expect(() => fillPlaceholders('notes', { A: '{zego.appId}' }, placeholders, secret)).toThrow(
      expect.objectContaining({
        code: 'BAD_PROJECT',
        message: expect.stringMatching(
          /\{zego\.appId\} in notes\.A.*zego\.appID, secret\.NAME, sha256\.NAME/,
        ),
      }),
    )
  })
})

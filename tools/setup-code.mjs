/**
 * `npm run setup-code`: a fresh one-time code of 128 bits that makes a person the owner of the shop, and its SHA-256.
 * Only the SHA-256 goes to the cloud (environment variable SETUP_CODE_SHA256 of the function `studio`); the code goes
 * to the merchant and is stored nowhere.
 */
import { createHash, randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** @returns {{code: string, sha256: string}} `code` in groups; blanks, dashes and capitals do not count */
export function makeSetupCode() {
  const digits = randomBytes(16).toString('hex')
  return {
    code: (digits.match(/.{4}/g) ?? []).join('-'),
    sha256: createHash('sha256').update(digits, 'utf8').digest('hex'),
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { code, sha256 } = makeSetupCode()
  console.log(`
setup code           ${code}
SETUP_CODE_SHA256    ${sha256}

1. Set the environment variable SETUP_CODE_SHA256 of the cloud function "studio" to the second line.
2. Open the studio in the Mini Program and enter the code: that person is the owner, for good.
3. Delete the variable. The code is shown only here, and dead once there is an owner.
`)
}

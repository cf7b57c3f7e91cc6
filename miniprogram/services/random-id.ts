const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** 22 letters and digits: a name that no other request of this person bears. Not a secret. */
export function randomID(): string {
  return Array.from({ length: 22 }, () => LETTERS[Math.floor(Math.random() * LETTERS.length)]).join('')
}

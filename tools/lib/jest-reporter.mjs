/** Jest's own reporter without the summary that names every file again. */
export { DefaultReporter as default } from '@jest/reporters'

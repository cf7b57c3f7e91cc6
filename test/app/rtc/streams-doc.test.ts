import { readFileSync } from 'node:fs'
import { STREAMS_DOC, streamsDoc } from '../../support/streams-doc.ts'

test('docs/streams.md says what the machines do (node --import tsx test/support/streams-doc.ts writes it)', () => {
  expect(readFileSync(STREAMS_DOC, 'utf8')).toBe(streamsDoc())
})

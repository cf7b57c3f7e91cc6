import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { STREAMS_DOC, streamsDoc } from '../../support/streams-doc.ts'

test('docs/streams.md says what the machines do (node --import tsx test/support/streams-doc.ts writes it)', () => {
  assert.equal(readFileSync(STREAMS_DOC, 'utf8'), streamsDoc())
})

/** Counts tests (not suites) of a `node --test` run into one JSON object for tools/test.mjs. */
export default async function* countReporter(events) {
  const counted = { passed: 0, failed: 0, skipped: [] }
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue
    if (data.details?.type === 'suite') continue
    if (data.skip !== undefined) {
      counted.skipped.push(`${data.name}${typeof data.skip === 'string' ? ` (${data.skip})` : ''}`)
    } else if (type === 'test:pass') counted.passed += 1
    else counted.failed += 1
  }
  yield JSON.stringify(counted)
}

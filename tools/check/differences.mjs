import { listSources, readSource } from '../lib/sources.mjs'

const TABLE = 'sandbox/DIFFERENCES.md'
const ID = /\bD-[A-Z]{2}-\d{2,3}\b/g

/** Every id the code cites has its row, every row is cited by code, and no id stands in two rows. */
export async function checkDifferences(root) {
  const rows = readSource(root, TABLE)
    .split('\n')
    .map((line) => /^\|\s*(D-[A-Z]{2}-\d{2,3})\s*\|/.exec(line)?.[1])
    .filter((id) => id !== undefined)
  const cited = new Map()
  for (const file of listSources(root, /^sandbox\/.*\.(?:ts|mjs|cjs)$/)) {
    for (const [id] of readSource(root, file).matchAll(ID)) cited.set(id, file)
  }
  const listed = new Set(rows)
  return [
    ...rows.filter((id, index) => rows.indexOf(id) !== index).map((id) => `${TABLE}: ${id} stands twice`),
    ...[...cited]
      .filter(([id]) => !listed.has(id))
      .map(([id, file]) => `${file} cites ${id}, which ${TABLE} does not list`),
    ...[...listed].filter((id) => !cited.has(id)).map((id) => `${TABLE} lists ${id}, which no code cites`),
  ]
}

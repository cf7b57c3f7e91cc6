import { LinkChecker } from 'linkinator'
import { listSources, readSource } from '../lib/sources.mjs'

/** Every link and picture of the documents leads to a file and a heading; every `npm run` they name exists. */
export async function checkLinks(root) {
  const documents = listSources(root, /\.md$/)
  return [...(await brokenLinks(root, documents)), ...missingScripts(root, documents)]
}

async function brokenLinks(root, documents) {
  if (documents.length === 0) return []
  const { links } = await new LinkChecker().check({
    path: documents,
    serverRoot: root,
    markdown: true,
    directoryListing: true,
    checkFragments: true,
    // The files are served from this machine; what is elsewhere is not asked for.
    linksToSkip: async (link) => !/^http:\/\/localhost:/.test(link),
  })
  return links
    .filter(({ state }) => state === 'BROKEN')
    .map(({ url, parent = url.split('#')[0] }) => `${pathOf(parent)}: nothing at ${pathOf(url)}`)
}

/** What is served as http://localhost:PORT/docs/a%20b.md. */
const pathOf = (url) => decodeURIComponent(url.replace(/^http:\/\/localhost:\d+\//, ''))

function missingScripts(root, documents) {
  const { scripts } = JSON.parse(readSource(root, 'package.json'))
  return documents.flatMap((file) =>
    [...readSource(root, file).matchAll(/`npm run ([\w:-]+)/g)]
      .filter(([, script]) => !(script in scripts))
      .map(([, script]) => `${file}: there is no npm run ${script}`),
  )
}

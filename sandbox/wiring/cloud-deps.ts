import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type CloudDeps, readDatabaseRules, readDeployment, readFunctionRules } from '../cloud/cloud.ts'
import type { OrderKey } from '../cloud/openapi/trade/trade-orders.ts'
import type { Log } from '../part.ts'
import type { PayHandle } from '../pay/pay.ts'
import type { People } from '../people/people.ts'
import type { Project } from '../project/project.ts'
import { readIndexFile } from './index-file.ts'
import { payHosts } from './pay-deps.ts'
import { readSeedDocuments, readSeedFolder } from './seed-files.ts'

export interface CloudDepsOptions {
  readonly project: Project
  readonly people: People
  readonly functionEnv: Readonly<Record<string, string>>
  readonly dataDir: string
  readonly log: Log
  readonly pay: PayHandle | null
}

/** What the cloud needs to know of the project. Throws SandboxError BAD_PROJECT for an index or rule file that is none. */
export function cloudDepsOf({
  project,
  people,
  functionEnv,
  dataDir,
  log,
  pay,
}: CloudDepsOptions): CloudDeps {
  const { cloud } = project.config
  const functionsDir = project.functionsDir ?? join(dataDir, 'no-functions')
  if (project.functionsDir && !existsSync(project.functionsDir)) {
    log(
      `no cloud functions in ${project.functionsDir}: build the project first (npm run build); calls are refused`,
    )
  }
  return {
    appid: project.appid,
    envId: cloud.env,
    functionsDir,
    deployment: cloud.deployment ? readDeployment(join(project.root, cloud.deployment)) : {},
    functionEnv: () => ({ ...functionEnv }),
    collections: cloud.seed.map(({ collection }) => collection),
    seed: () => [
      ...cloud.seed.flatMap(({ collection, doc, from }) => {
        const listed = from ? readSeedDocuments(join(project.root, from)) : []
        return [...(doc ? [doc] : []), ...listed].map((one) => ({ collection, doc: one }))
      }),
      ...people.list().flatMap((person) => people.roleDocuments(person)),
    ],
    seedFiles: () =>
      cloud.files ? readSeedFolder(join(project.root, cloud.files.from), cloud.files.to) : [],
    indexes: cloud.indexes ? readIndexFile(join(project.root, cloud.indexes)) : [],
    httpFunctions: cloud.http,
    functionRules: cloud.functionRules ? readFunctionRules(join(project.root, cloud.functionRules)) : {},
    ...(pay && {
      mchid: pay.mchid,
      hosts: payHosts(pay),
      paidOrder: (key: OrderKey) => pay.settled(key),
    }),
    databaseRules: cloud.databaseRules
      ? readDatabaseRules(join(project.root, cloud.databaseRules))
      : undefined,
    isPerson: (openid) => people.list().some((person) => person.openid === openid),
  }
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type CloudDeps, readDatabaseRules, readFunctionRules } from '../cloud/cloud.ts'
import type { Log } from '../part.ts'
import type { People } from '../people/people.ts'
import type { Project } from '../project/project.ts'
import { readIndexFile } from './index-file.ts'

export interface CloudDepsOptions {
  readonly project: Project
  readonly people: People
  readonly functionEnv: Readonly<Record<string, string>>
  readonly dataDir: string
  readonly log: Log
}

/** What the cloud needs to know of the project. Throws SandboxError BAD_PROJECT for an index or rule file that is none. */
export function cloudDepsOf({ project, people, functionEnv, dataDir, log }: CloudDepsOptions): CloudDeps {
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
    functionEnv: () => ({ ...functionEnv }),
    collections: cloud.seed.filter(({ doc }) => !doc).map(({ collection }) => collection),
    seed: () => [
      ...cloud.seed.flatMap(({ collection, doc }) => (doc ? [{ collection, doc }] : [])),
      ...people.list().flatMap((person) => people.roleDocuments(person)),
    ],
    indexes: cloud.indexes ? readIndexFile(join(project.root, cloud.indexes)) : [],
    httpFunctions: cloud.http,
    functionRules: cloud.functionRules ? readFunctionRules(join(project.root, cloud.functionRules)) : {},
    databaseRules: cloud.databaseRules
      ? readDatabaseRules(join(project.root, cloud.databaseRules))
      : undefined,
    isPerson: (openid) => people.list().some((person) => person.openid === openid),
  }
}

import type { ClientDatabaseRequest, CloudHandle } from '../cloud/cloud.ts'
import type { People } from '../people/people.ts'
import type { CloudGateway } from '../phone/cloud-gateway.ts'

/** The cloud as a person's phone asks for it. */
export function cloudGatewayOf(cloud: CloudHandle, people: People): Required<CloudGateway> {
  const callerOf = (person: string) => ({ openid: people.byName(person).openid })
  return {
    callFunction: (person, name, data) => cloud.callFunction(callerOf(person), name, data),
    database: async (person, request) => ({
      ...(await cloud.clientDatabase(callerOf(person), request as ClientDatabaseRequest)),
    }),
    files: {
      upload: (person, path, bytes, type) => cloud.clientUpload(callerOf(person), path, bytes, type),
      tempUrls: (person, fileIDs) => cloud.clientTempUrls(callerOf(person), fileIDs),
      remove: (person, fileIDs) => cloud.clientDelete(callerOf(person), fileIDs),
    },
  }
}

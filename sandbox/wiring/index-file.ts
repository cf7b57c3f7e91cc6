import { z } from 'zod'
import { readJsonFile } from '../read-json-file.ts'

const indexesSchema = z.array(
  z.object({
    collection: z.string().min(1),
    keys: z.array(z.string().min(1)).min(1),
    unique: z.boolean().optional(),
  }),
)

export type IndexList = z.infer<typeof indexesSchema>

/** The project's database indexes: `[{collection, keys, unique?}]`. Throws SandboxError BAD_PROJECT. */
export const readIndexFile = (file: string): IndexList => readJsonFile(file, indexesSchema)

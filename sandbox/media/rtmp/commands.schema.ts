import { z } from 'zod'
import type { AmfValue } from './amf0.ts'

/** What a publisher may say, as AMF values in order: name, transaction id, command object, arguments. */
const transaction = z.number().finite()

export const commandSchema = z.discriminatedUnion('name', [
  z.object({
    name: z.literal('connect'),
    transaction,
    object: z.object({ app: z.string().max(512) }),
  }),
  z.object({ name: z.literal('createStream'), transaction }),
  z.object({ name: z.literal('releaseStream'), transaction }),
  z.object({ name: z.literal('FCPublish'), transaction }),
  z.object({ name: z.literal('publish'), argument: z.string().max(2048) }),
  z.object({ name: z.literal('play') }),
  z.object({ name: z.enum(['FCUnpublish', 'deleteStream', 'closeStream']) }),
])

export type PublisherCommand = z.infer<typeof commandSchema>

/** null = a command we do not know, which RTMP lets a server ignore. Throws ZodError when a known one is malformed. */
export function readCommand(values: AmfValue[]): PublisherCommand | null {
  const [name, transactionId, object, argument] = values
  const known = commandSchema.options.some((option) => option.shape.name.safeParse(name).success)
  return known ? commandSchema.parse({ name, transaction: transactionId, object, argument }) : null
}

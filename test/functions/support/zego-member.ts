import type { TokenGrant } from '../../../miniprogram/domain/api/token.ts'
import { parseSignal } from '../../../miniprogram/domain/signal.ts'
import { decodeFrame, FRAME } from '../../../sandbox/zego/frame-codec.ts'
import * as m from '../../../sandbox/zego/messages.ts'
import { CMD, decodePacket } from '../../../sandbox/zego/packet-codec.ts'
import { SUB_CMD } from '../../../sandbox/zego/pushes.ts'
import { createRawClient } from '../../../sandbox/zego/testing/raw-client.ts'

const HEARTBEAT_MS = 5_000

export interface Heard {
  readonly fromUserID: string
  /** 1 = system, 2 = chat. */
  readonly category: number
  readonly text: string
}

/** A person in a ZEGO room who speaks the wire by hand, so also what no SDK would say. */
export interface ZegoMember {
  readonly userID: string
  /** Barrages, in order. */
  readonly heard: readonly Heard[]
  /** Signals and beacons among them, as a phone of ours would take them. */
  signals(): NonNullable<ReturnType<typeof parseSignal>>[]
  readonly isKicked: boolean
  publish(streamID: string): void
  unpublish(streamID: string): void
  close(): void
}

export async function enterZego(accesshubUrl: string, grant: TokenGrant): Promise<ZegoMember> {
  const client = await createRawClient(accesshubUrl)
  const heard: Heard[] = []
  let isKicked = false

  const hear = (subCmd: number, body: Buffer) => {
    if (subCmd === SUB_CMD.kick) isKicked = true
    if (subCmd !== SUB_CMD.barrage) return
    for (const said of m.barragePush.decode(body).msg_list) {
      heard.push({ fromUserID: said.id_name, category: said.msg_category, text: said.msg_content })
    }
  }
  client.socket.on('message', (data) => {
    const frame = decodeFrame(data as Buffer)
    if (frame.type !== FRAME.downward) return
    const packet = decodePacket(m.downward.decode(frame.body).payload)
    if (packet.header.cmd === CMD.push) {
      const { head, msg_body } = m.push.decode(packet.body)
      hear(head.sub_cmd, msg_body)
    } else if (packet.header.cmd === CMD.mergePush) {
      for (const item of m.mergePush.decode(packet.body).message_list) hear(item.sub_cmd, item.msg_body)
    }
  })
  const contextKey = await client.login(grant.roomID, grant.userID, grant.token)
  const heart = setInterval(
    () => client.sendFrame(FRAME.heartbeatRequest, m.heartbeatRequest.encode({ txid: 1, ts: Date.now() })),
    HEARTBEAT_MS,
  )
  heart.unref()
  return {
    userID: grant.userID,
    heard,
    signals: () => heard.flatMap(({ fromUserID, text }) => parseSignal(fromUserID, text) ?? []),
    get isKicked() {
      return isKicked
    },
    publish: (stream_id) =>
      client.sendPacket(CMD.addStream, contextKey, m.addStreamRequest.encode({ stream_id, extra_info: '' })),
    unpublish: (stream_id) =>
      client.sendPacket(
        CMD.deleteStream,
        contextKey,
        m.deleteStreamRequest.encode({ stream_id, stream_sid: '' }),
      ),
    close: () => {
      clearInterval(heart)
      client.close()
    },
  }
}

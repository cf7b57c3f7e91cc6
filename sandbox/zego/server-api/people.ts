import { z } from 'zod'
import { perSecond } from '../../rate-limiter.ts'
import { API_CODE } from '../errors.ts'
import { USER_ROLE } from '../pushes.ts'
import { type Action, id, needRoom, read, refuseIf } from './action.ts'

/** Docs of each action: how many in one call, and bytes of CustomReason. */
const KICKED_AT_ONCE = 5
const COUNTED_ROOMS = 10
const DESCRIBED_USERS = 10
const LISTED_USERS = 200
const REASON_BYTES = 256

const kick = z.object({ RoomId: id, 'UserId[]': z.array(id).min(1), CustomReason: z.string().default('') })
const close = z.object({
  RoomId: id,
  CustomReason: z.string().default(''),
  RoomCloseCallback: z.enum(['true', 'false']).default('false'),
})
const count = z.object({ 'RoomId[]': z.array(id).min(1).max(COUNTED_ROOMS) })
const describe = z.object({ RoomId: id, 'UserId[]': z.array(id).min(1).max(DESCRIBED_USERS) })
const list = z.object({
  RoomId: id,
  Mode: z.enum(['0', '1']).default('0'),
  Limit: z.coerce.number().int().min(0).max(LISTED_USERS).default(LISTED_USERS),
  Marker: z.string().default(''),
})

const isLongReason = (reason: string) => Buffer.byteLength(reason) > REASON_BYTES

export const peopleActions: Readonly<Record<string, Action>> = {
  /** Somebody who is not in the room is passed over: being out is what was asked for. */
  KickoutUser: {
    rate: perSecond(50),
    run: (deps, params) => {
      const { RoomId, 'UserId[]': userIDs, CustomReason } = read(kick, params)
      refuseIf(userIDs.length > KICKED_AT_ONCE, API_CODE.tooManyUsers, 'more than 5 users')
      refuseIf(isLongReason(CustomReason), API_CODE.tooLong, 'CustomReason is longer than 256 bytes')
      needRoom(deps, RoomId)
      for (const one of userIDs) deps.rooms.kick(RoomId, one, CustomReason)
      return {}
    },
  },

  CloseRoom: {
    rate: perSecond(1),
    run: (deps, params) => {
      const { RoomId, CustomReason, RoomCloseCallback } = read(close, params)
      refuseIf(isLongReason(CustomReason), API_CODE.tooLong, 'CustomReason is longer than 256 bytes')
      const room = needRoom(deps, RoomId, API_CODE.noRoomToClose)
      deps.rooms.closeRoom(room, CustomReason, RoomCloseCallback === 'true')
      return {}
    },
  },

  /** A room that does not exist has 0 users. */
  DescribeUserNum: {
    rate: perSecond(10),
    run: (deps, params) => {
      const { 'RoomId[]': roomIDs } = read(count, params)
      const UserCountList = roomIDs.map((RoomId) => {
        const UserCount = deps.rooms.find(RoomId)?.users.size ?? 0
        return { RoomId, UserCount, AdminUserCount: 0 }
      })
      return { UserCountList }
    },
  },

  /** A room that does not exist has an empty list. `Marker` names the last one of the page before. */
  DescribeUserList: {
    rate: perSecond(200),
    roomRate: perSecond(1),
    run: (deps, params) => {
      const { RoomId, Mode, Limit, Marker } = read(list, params)
      const all = [...(deps.rooms.find(RoomId)?.users.values() ?? [])]
      if (Mode === '1') all.reverse()
      const markerOf = ({ loginAt, userID }: { loginAt: number; userID: string }) => `${loginAt}-${userID}`
      const from = Marker === '' ? 0 : all.findIndex((user) => markerOf(user) === Marker) + 1
      const page = all.slice(from, from + Limit)
      const last = page.at(-1)
      return {
        Marker: last && from + Limit < all.length ? markerOf(last) : '',
        UserList: page.map(({ userID, userName }) => ({
          UserId: userID,
          UserName: userName,
          UserRole: USER_ROLE,
        })),
      }
    },
  },

  DescribeUsers: {
    rate: perSecond(10),
    run: (deps, params) => {
      const { RoomId, 'UserId[]': userIDs } = read(describe, params)
      const room = needRoom(deps, RoomId, API_CODE.noRoomWithUsers)
      const UserStatusList = userIDs.map((UserId) => {
        const user = room.users.get(UserId)
        return {
          UserId,
          Status: user ? 1 : 0,
          LoginTime: user?.loginAt ?? 0,
          UserRole: user ? USER_ROLE : 0,
        }
      })
      return { UserStatusList }
    },
  },
}

import * as cloud from 'wx-server-sdk'
import { defineFunction } from '../lib/define-function'
import { onCloudBase, openServices } from '../lib/on-cloudbase'
import { roomActions } from './actions/room-actions'

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })

export const main = defineFunction(onCloudBase(cloud, process.env), () =>
  roomActions(openServices(cloud, process.env)),
)

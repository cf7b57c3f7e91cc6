import * as cloud from 'wx-server-sdk'
import { defineTimer } from '../lib/define-timer'
import { onCloudBase, openServices } from '../lib/on-cloudbase'
import { everyMinute } from './every-minute'

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })

export const main = defineTimer(onCloudBase(cloud, process.env), () =>
  everyMinute(openServices(cloud, process.env)),
)

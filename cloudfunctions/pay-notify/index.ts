import * as cloud from 'wx-server-sdk'
import { defineHttp } from '../lib/define-http'
import { onCloudBase, openServices } from '../lib/on-cloudbase'
import { receiveNotice, toPayFields } from './receive-notice'

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })

export const main = defineHttp(
  onCloudBase(cloud, process.env),
  () => receiveNotice(openServices(cloud, process.env)),
  toPayFields,
)

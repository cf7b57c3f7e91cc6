import * as cloud from 'wx-server-sdk'
import { defineFunction } from '../lib/define-function'
import { onCloudBase, openServices } from '../lib/on-cloudbase'
import { shopActions } from './actions/shop-actions'

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })

export const main = defineFunction(onCloudBase(cloud, process.env), () =>
  shopActions(openServices(cloud, process.env)),
)

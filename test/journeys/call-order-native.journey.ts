/** @sandbox: the order of calls between app, ZEGO's SDK and WeChat's own live tags, as the committed app makes them. */
import { testCallOrder } from './call-order.ts'
import { useWorld } from './world.ts'

testCallOrder(useWorld(), 'native tags')

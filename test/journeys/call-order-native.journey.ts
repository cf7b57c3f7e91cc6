/** @sandbox: the order of calls between the app, ZEGO's SDK and WeChat's live tags (the committed media mode). */
import { testCallOrder } from './call-order.ts'
import { useWorld } from './world.ts'

testCallOrder(useWorld(), 'native tags')

/** @sandbox: the same order of calls, and the same video, with ZEGO's plugin: `npm run media -- plugin`. */
import { join } from 'node:path'
import { setMedia } from '../../tools/media.mjs'
import { copyProject, type ProjectCopy } from '../support/project-copy.ts'
import { testCallOrder } from './call-order.ts'
import { useWorld } from './world.ts'

let copy: ProjectCopy | undefined
const world = useWorld(async () => {
  copy = await copyProject('plugin')
  setMedia(join(copy.root, 'miniprogram'), 'plugin')
  return { project: copy.root }
})
afterAll(() => copy?.remove())

testCallOrder(world, 'ZEGO’s plugin')

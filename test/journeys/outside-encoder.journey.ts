/** @sandbox: an external encoder (OBS, ffmpeg) publishes the room's stream by RTMP. */

import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { drawTimeMark } from '../../sandbox/media/page/time-mark.ts'
import { useCleanUp } from '../support/clean-up.ts'
import { testWithFfmpeg } from '../support/needs-ffmpeg.ts'
import { useWorld } from './world.ts'

const cleanUp = useCleanUp()

const world = useWorld()
const [WIDTH, HEIGHT, FPS] = [360, 640, 15]

testWithFfmpeg(
  'an external encoder publishes the room’s stream and the viewer sees fresh frames',
  async () => {
    const { result: created } = await callStudio({ action: 'studio.create', title: '外接编码器' })
    const roomID = created.data.room.roomID
    const { result: started } = await callStudio({ action: 'studio.start', roomID })
    const { streamID } = started.data.room
    assert.ok(streamID)

    const { url } = await world.control<{ url: string }>('POST', '/encoder', { streamID })
    const encoder = pushMarkedFrames(url)
    cleanUp(() => encoder.stop())

    const viewer = await world.phone('林间小鹿')
    await viewer.isAt('pages/home/home')
    const openedAt = Date.now()
    await world.control('POST', `/phones/${viewer.id}/open`, { url: `/live/room/room?roomID=${roomID}` })
    await world.freshFrame(viewer, openedAt - 1_500)
    await world.freshFrame(viewer, Date.now())
  },
)

interface StudioReply {
  readonly result: {
    readonly data: { readonly room: { readonly roomID: string; readonly streamID: string | null } }
  }
}

const callStudio = (data: Record<string, unknown>) =>
  world.control<StudioReply>('POST', '/call', { person: '阿禾', function: 'studio', data })

/** Raw frames with the time mark go to ffmpeg, which encodes and pushes them; no sound. */
function pushMarkedFrames(url: string): { stop(): void } {
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', `${WIDTH}x${HEIGHT}`, '-r', String(FPS), '-i', '-']
  const sound = ['-f', 'lavfi', '-i', 'anullsrc=r=44100:cl=mono']
  const h264 = [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-tune',
    'zerolatency',
    '-g',
    String(FPS),
    '-pix_fmt',
    'yuv420p',
  ]
  const ffmpeg = spawn(
    'ffmpeg',
    ['-loglevel', 'error', ...raw, ...sound, ...h264, '-c:a', 'aac', '-b:v', '800k', '-f', 'flv', url],
    { stdio: ['pipe', 'ignore', 'inherit'] },
  )
  ffmpeg.stdin.on('error', () => {})
  const timer = setInterval(() => ffmpeg.stdin.write(markedFrame(Date.now())), 1_000 / FPS)
  return {
    stop() {
      clearInterval(timer)
      end(ffmpeg)
    },
  }
}

function end(ffmpeg: ChildProcess): void {
  ffmpeg.stdin?.destroy()
  ffmpeg.kill('SIGKILL')
}

function markedFrame(ms: number): Buffer {
  const frame = Buffer.alloc(WIDTH * HEIGHT, 128)
  const painter = {
    fillStyle: '#000' as unknown,
    fillRect(left: number, top: number, width: number, height: number) {
      const level = painter.fillStyle === '#fff' ? 255 : 0
      for (let row = top; row < top + height; row += 1) {
        frame.fill(level, row * WIDTH + left, row * WIDTH + left + width)
      }
    },
  }
  drawTimeMark(painter, ms, WIDTH)
  return frame
}

import { markHeight, readTimeMark } from './time-mark.ts'

/** Pixels of the strip are read at this width, whatever the picture's own size is. */
const READ_WIDTH = 360

export interface VideoMark {
  /** When the picture was captured, ms since the epoch. */
  readonly markMs: number
  /** When it was read here, ms since the epoch. */
  readonly atMs: number
}

let strip: OffscreenCanvasRenderingContext2D | null = null

/** The time mark in the picture that `video` shows now; null = no picture, or no whole mark in it. */
export function readVideoMark(video: HTMLVideoElement): VideoMark | null {
  const { videoWidth, videoHeight } = video
  if (videoWidth === 0 || videoHeight === 0) return null
  const height = markHeight(READ_WIDTH)
  strip ??= new OffscreenCanvas(READ_WIDTH, height).getContext('2d', { willReadFrequently: true })
  if (!strip) return null
  strip.drawImage(video, 0, 0, videoWidth, markHeight(videoWidth), 0, 0, READ_WIDTH, height)
  const markMs = readTimeMark(strip.getImageData(0, 0, READ_WIDTH, height))
  return markMs === null ? null : { markMs, atMs: Date.now() }
}

/** Calls back for every presented frame: its mark, or null where none could be read. Answers how to stop. */
export function watchMarks(video: HTMLVideoElement, onFrame: (mark: VideoMark | null) => void): () => void {
  let handle = 0
  const next = () => {
    handle = video.requestVideoFrameCallback(() => {
      onFrame(readVideoMark(video))
      next()
    })
  }
  next()
  return () => video.cancelVideoFrameCallback(handle)
}

import { startTicker } from '../ticker.ts'
import { drawTimeMark } from '../time-mark.ts'
import { openCamera } from './camera.ts'
import { openDemoScene } from './demo-scene.ts'
import { FilteredPainter } from './filtered-painter.ts'
import type { CaptureScene, DevicePosition, Picture } from './picture.ts'

/** Audio goes out in steps of this, video frames at the next step after they are due. */
export const STEP_MS = 20

export interface CaptureSettings {
  readonly width: number
  readonly height: number
  readonly fps: number
  readonly scene: CaptureScene
  readonly position: DevicePosition
  /** false = black pictures; D-MD-07. */
  readonly enableCamera: boolean
  /** The pushed picture is mirrored (`mirror`, `remote-mirror`). */
  readonly mirrored: boolean
  /** A canvas filter: looks and torch. */
  readonly filter: string
}

/**
 * Films the scene into a canvas that is preview and encoder input at once, so what the anchor sees is what is sent.
 * `onStep` runs every 20 ms, `onFrame` after each drawn picture; both get performance.now().
 */
export class Capture {
  readonly canvas = document.createElement('canvas')
  readonly #painter: CanvasRenderingContext2D
  readonly #filtered = new FilteredPainter()
  #picture: Picture | null = null
  #sceneInUse: CaptureScene
  #stopTicker: (() => void) | null = null
  #nextFrameMs = 0
  #openings = 0
  /** The picture stands still: paused, or the app is in the background. */
  held = false
  /** The camera gives nothing: black. */
  lost = false
  /** Shown instead of what is filmed, while held, too. */
  instead: ImageBitmap | null = null

  constructor(
    private settings: CaptureSettings,
    private readonly on: { step(nowMs: number): void; frame(nowMs: number): void; lost(): void },
  ) {
    const painter = this.canvas.getContext('2d', { alpha: false })
    if (!painter) throw new Error('this browser gives no 2D canvas')
    this.#painter = painter
    this.#sceneInUse = settings.scene
  }

  /** What is filmed in truth: 'demo' when the camera was asked for and could not be had. */
  get sceneInUse(): CaptureScene {
    return this.#sceneInUse
  }

  /** Answers false when `close` was called before the picture was there. */
  async open(): Promise<boolean> {
    if (!(await this.#openPicture())) return false
    this.#nextFrameMs = performance.now()
    this.#stopTicker ??= startTicker(STEP_MS, () => this.#tick())
    return true
  }

  async update(settings: CaptureSettings): Promise<void> {
    const before = this.settings
    this.settings = settings
    const reopen =
      before.scene !== settings.scene ||
      before.position !== settings.position ||
      before.width !== settings.width ||
      before.height !== settings.height
    if (reopen && this.#picture) await this.#openPicture()
  }

  close(): void {
    this.#openings += 1
    this.#stopTicker?.()
    this.#stopTicker = null
    this.#picture?.close()
    this.#picture = null
  }

  async #openPicture(): Promise<boolean> {
    this.#openings += 1
    const mine = this.#openings
    const { width, height } = this.settings
    const { picture, sceneInUse } = await filmScene(this.settings, () => this.on.lost())
    if (mine !== this.#openings) {
      picture.close()
      return false
    }
    // The old picture is shown until the new one is there.
    this.#picture?.close()
    this.#picture = picture
    this.#sceneInUse = sceneInUse
    if (this.canvas.width !== width) this.canvas.width = width
    if (this.canvas.height !== height) this.canvas.height = height
    return true
  }

  #tick(): void {
    const now = performance.now()
    if (now >= this.#nextFrameMs) {
      const interval = 1000 / this.settings.fps
      // On the grid, so that the rate holds; after a long gap a new grid, so that no burst follows.
      this.#nextFrameMs =
        now - this.#nextFrameMs > 5 * interval ? now + interval : this.#nextFrameMs + interval
      if (!this.held || this.instead) this.#draw(now)
      this.on.frame(now)
    }
    this.on.step(now)
  }

  #draw(now: number): void {
    const { width, height, mirrored, enableCamera, filter } = this.settings
    const painter = this.#painter
    if (this.instead) drawCovering(painter, this.instead, width, height)
    else if (enableCamera && this.#picture && !this.lost) {
      painter.save()
      if (mirrored) painter.transform(-1, 0, 0, 1, width, 0)
      this.#filtered.draw(painter, filter, this.#picture, width, height, now)
      painter.restore()
    } else {
      painter.fillStyle = '#000'
      painter.fillRect(0, 0, width, height)
    }
    if (this.#sceneInUse === 'marked') drawTimeMark(painter, Date.now(), width)
  }
}

function drawCovering(painter: CanvasRenderingContext2D, image: ImageBitmap, w: number, h: number): void {
  const scale = Math.max(w / image.width, h / image.height)
  const [width, height] = [image.width * scale, image.height * scale]
  painter.drawImage(image, (w - width) / 2, (h - height) / 2, width, height)
}

/** A machine without a camera, or a person who keeps it closed, is no error: the demo scene is filmed. */
async function filmScene(
  settings: CaptureSettings,
  onLost: () => void,
): Promise<{ picture: Picture; sceneInUse: CaptureScene }> {
  const { width, height, fps, scene, position } = settings
  if (scene === 'camera') {
    const camera = await openCamera(width, height, fps, position, onLost).catch(() => null)
    if (camera) return { picture: camera, sceneInUse: 'camera' }
  }
  const picture = await openDemoScene(width, height, position)
  return { picture, sceneInUse: scene === 'marked' ? 'marked' : 'demo' }
}

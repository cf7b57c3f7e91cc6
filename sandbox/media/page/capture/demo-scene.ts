import { ART_HEIGHT, ART_LAYERS, ART_WIDTH, type ArtLayer, artLayerSvg } from './demo-art.ts'
import type { DevicePosition, Picture, PicturePainter } from './picture.ts'

/**
 * What is filmed when the machine has no camera: a potter who shows a cup, breathes, nods, talks and blinks, steam over
 * the teapot and dust in the light. Layers are painted once and then only moved: a frame costs less than 1 ms.
 */
export async function openDemoScene(
  width: number,
  height: number,
  position: DevicePosition,
): Promise<Picture> {
  // The back camera looks at the cup in her hands and at the table.
  const view =
    position === 'front'
      ? { x: 0, y: 84, width: ART_WIDTH, height: ART_HEIGHT - 152 }
      : { x: 65, y: 340, width: 260, height: 440 }
  const scale = Math.max(width / view.width, height / view.height)
  const toX = (x: number) => (x - view.x - view.width / 2) * scale + width / 2
  const toY = (y: number) => (y - view.y - view.height / 2) * scale + height / 2

  const loaded = await Promise.all(
    ART_LAYERS.map(async (layer) => [layer, await paint(artLayerSvg(layer, width, height, view))] as const),
  )
  const layers = new Map<ArtLayer, CanvasImageSource>(loaded)

  return {
    draw(canvas, w, h, atMs) {
      const t = atMs / 1000
      const put = (layer: ArtLayer) => {
        const image = layers.get(layer)
        if (image) canvas.drawImage(image, 0, 0, w, h)
      }
      const moved = (by: Move, layerNames: readonly ArtLayer[]) => {
        canvas.save()
        canvas.translate(toX(by.pivotX) + by.dx * scale, toY(by.pivotY) + by.dy * scale)
        canvas.rotate(by.turn)
        canvas.translate(-toX(by.pivotX), -toY(by.pivotY))
        for (const layer of layerNames) put(layer)
        canvas.restore()
      }
      const breath = Math.sin(t * 1.7)
      const head: Move = {
        pivotX: 197,
        pivotY: 290,
        dx: 3 * Math.sin(t * 0.9),
        dy: breath * 1.2 + 2 * Math.max(0, Math.sin(t * 2.6)) * Math.max(0, Math.sin(t * 0.5)),
        turn: 0.035 * Math.sin(t * 1.1),
      }
      const hands: Move = {
        pivotX: 197,
        pivotY: 560,
        dx: 9 * Math.sin(t * 0.8),
        dy: -8 - 14 * Math.sin(t * 0.6),
        turn: 0.06 * Math.sin(t * 1.3),
      }
      put('room')
      canvas.globalAlpha = 0.8 + 0.2 * Math.sin(t * 2.2)
      put('lamp')
      canvas.globalAlpha = 1
      moved(head, ['hairBack'])
      moved({ pivotX: 197, pivotY: 600, dx: 0, dy: breath * 1.2, turn: 0 }, ['body'])
      moved(head, [
        'face',
        isBlinking(t) ? 'eyesClosed' : 'eyesOpen',
        isTalking(t) ? 'mouthOpen' : 'mouthClosed',
      ])
      put('table')
      drawSteam(canvas, toX, toY, scale, t)
      moved(hands, ['hands'])
      drawDust(canvas, w, h, scale, t)
      canvas.globalCompositeOperation = 'soft-light'
      put('light')
      canvas.globalCompositeOperation = 'source-over'
    },
    close() {
      layers.clear()
    },
  }
}

interface Move {
  readonly pivotX: number
  readonly pivotY: number
  readonly dx: number
  readonly dy: number
  readonly turn: number
}

const isBlinking = (t: number): boolean => t % 3.4 < 0.14
/** Syllables in phrases, with a breath between them. */
const isTalking = (t: number): boolean => t % 5.2 < 3.9 && Math.sin(t * 11) + Math.sin(t * 7.3) > -0.2

function drawSteam(
  canvas: PicturePainter,
  toX: (x: number) => number,
  toY: (y: number) => number,
  scale: number,
  t: number,
): void {
  for (let puff = 0; puff < 6; puff++) {
    const life = (t * 0.35 + puff / 6) % 1
    const x = toX(283 + 10 * Math.sin(t * 1.4 + puff * 2))
    const y = toY(600 - 120 * life)
    const radius = (10 + 26 * life) * scale
    const strength = 0.28 * (1 - life) * Math.min(1, life * 6)
    const cloud = canvas.createRadialGradient(x, y, 0, x, y, radius)
    cloud.addColorStop(0, `rgba(255, 250, 240, ${strength})`)
    cloud.addColorStop(1, 'rgba(255, 250, 240, 0)')
    canvas.fillStyle = cloud
    canvas.fillRect(x - radius, y - radius, radius * 2, radius * 2)
  }
}

function drawDust(canvas: PicturePainter, w: number, h: number, scale: number, t: number): void {
  for (let mote = 0; mote < 14; mote++) {
    const x = (mote * 97 + t * (6 + (mote % 5))) % w
    const y = (mote * 151 + h - ((t * (9 + (mote % 4))) % h)) % h
    canvas.fillStyle = `rgba(255, 244, 214, ${0.25 + 0.2 * Math.sin(t * 2 + mote)})`
    canvas.beginPath()
    canvas.arc(x, y, (1 + (mote % 3) * 0.7) * scale, 0, Math.PI * 2)
    canvas.fill()
  }
}

/** SVG filters are slow: the drawing is done once, into pixels. */
async function paint(svg: string): Promise<CanvasImageSource> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  return createImageBitmap(image)
}

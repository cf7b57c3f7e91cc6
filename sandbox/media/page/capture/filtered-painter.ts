import type { Picture } from './picture.ts'

/**
 * Draws a picture through a canvas filter. A context's filter is applied to every single stroke: a scene of dozens of
 * layers would be filtered dozens of times (a blur stops the page), and layer by layer instead of as one picture. So
 * the scene is drawn plain beside the canvas, and filtered once on its way there.
 */
export class FilteredPainter {
  #plain: OffscreenCanvasRenderingContext2D | null = null

  draw(
    painter: CanvasRenderingContext2D,
    filter: string,
    picture: Picture,
    width: number,
    height: number,
    atMs: number,
  ): void {
    if (filter === 'none') {
      this.#plain = null
      picture.draw(painter, width, height, atMs)
      return
    }
    const plain = this.#plainOf(width, height)
    picture.draw(plain, width, height, atMs)
    painter.filter = filter
    painter.drawImage(plain.canvas, 0, 0)
    painter.filter = 'none'
  }

  #plainOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
    const held = this.#plain
    if (held && held.canvas.width === width && held.canvas.height === height) return held
    const plain = new OffscreenCanvas(width, height).getContext('2d', { alpha: false })
    if (!plain) throw new Error('this browser gives no 2D canvas')
    this.#plain = plain
    return plain
  }
}

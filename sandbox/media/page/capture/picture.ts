export type CaptureScene = 'camera' | 'demo' | 'marked'
export type DevicePosition = 'front' | 'back'

export type PicturePainter = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** Something that can be filmed. `atMs` is monotonic; drawing the same time twice gives the same picture. */
export interface Picture {
  draw(canvas: PicturePainter, width: number, height: number, atMs: number): void
  close(): void
}

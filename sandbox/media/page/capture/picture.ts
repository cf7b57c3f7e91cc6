export type CaptureScene = 'camera' | 'demo' | 'marked'
export type DevicePosition = 'front' | 'back'

/** Something that can be filmed. `atMs` is monotonic; drawing the same time twice gives the same picture. */
export interface Picture {
  draw(canvas: CanvasRenderingContext2D, width: number, height: number, atMs: number): void
  close(): void
}

import type { DevicePosition, Picture } from './picture.ts'

/**
 * This machine's real camera, cut to fill the picture. Rejects with a DOMException when there is none or the person
 * refuses: the caller then films the demo scene.
 */
export async function openCamera(
  width: number,
  height: number,
  fps: number,
  position: DevicePosition,
  onLost: () => void,
): Promise<Picture> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: {
      width: { ideal: width },
      height: { ideal: height },
      frameRate: { ideal: fps },
      facingMode: position === 'front' ? 'user' : 'environment',
    },
  })
  for (const track of stream.getVideoTracks()) track.addEventListener('ended', onLost)
  const video = document.createElement('video')
  video.muted = true
  video.playsInline = true
  video.srcObject = stream
  await video.play()
  return {
    draw(canvas, w, h) {
      const scale = Math.max(w / video.videoWidth, h / video.videoHeight)
      if (!Number.isFinite(scale)) return
      const drawnWidth = video.videoWidth * scale
      const drawnHeight = video.videoHeight * scale
      canvas.drawImage(video, (w - drawnWidth) / 2, (h - drawnHeight) / 2, drawnWidth, drawnHeight)
    },
    close() {
      for (const track of stream.getTracks()) track.stop()
      video.srcObject = null
    },
  }
}

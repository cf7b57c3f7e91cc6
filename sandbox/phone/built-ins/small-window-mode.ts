import type { LeaveHow } from '../runtime/small-window.ts'

/** `picture-in-picture-mode`: push, pop, or an array of them. Source: live-player and live-pusher. */
export const floatsOn = (mode: unknown, how: LeaveHow): boolean =>
  (Array.isArray(mode) ? mode : [mode]).includes(how)

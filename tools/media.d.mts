export type Media = 'native' | 'plugin'
export function setMedia(appRoot: string, media: Media): string[]
export function readMedia(appRoot: string): { media: Media | 'mixed'; problems: string[] }

export function reachableFiles(appRoot: string): string[]

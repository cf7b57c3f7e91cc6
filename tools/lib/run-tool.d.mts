export function runTool(name: string, args: readonly string[], root: string): Promise<string[]>

export function makeSetupCode(): { code: string; sha256: string }

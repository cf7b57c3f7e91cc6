export class NotInstalled extends Error {}

/** Returns a version as an opaque etag. */
export function toEtag(version: number): string {
  return `v${version}`;
}

/** Returns the version of an etag, or -1 for an invalid one, which nothing has. */
export function versionOf(etag: string): number {
  const version = /^v(\d{1,9})$/.exec(etag)?.[1];
  return version === undefined ? -1 : Number(version);
}

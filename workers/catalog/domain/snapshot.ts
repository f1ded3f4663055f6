/**
 * Returns whether a text is a Postgres snapshot: `xmin:xmax:xip,xip`. The transactions in progress lie between the first
 * two, in ascending order. Snapshots come back in cursors, which clients can forge.
 */
export function isSnapshot(text: string): boolean {
  const parts = /^(\d{1,18}):(\d{1,18}):((?:\d{1,18},)*\d{1,18})?$/.exec(text);
  if (parts === null || text.length > 10_000) return false;
  const [, xmin = "", xmax = "", inProgress] = parts;
  const ids = [xmin, ...(inProgress?.split(",") ?? []), xmax].map(BigInt);
  if (ids[0] === 0n || ids.some((id, index) => id < (ids[index - 1] ?? 0n))) return false;
  return inProgress === undefined || (ids.at(-2) ?? 0n) < (ids.at(-1) ?? 0n);
}

/**
 * Whether a text is a snapshot as Postgres writes it: `xmin:xmax:xip,xip`, the transactions under way in rising order
 * between the first two. It comes back in cursors, which anybody can write.
 */
export function isSnapshot(text: string): boolean {
  const parts = /^(\d{1,18}):(\d{1,18}):((?:\d{1,18},)*\d{1,18})?$/.exec(text);
  if (parts === null || text.length > 10_000) return false;
  const [, xmin = "", xmax = "", underWay] = parts;
  const ids = [xmin, ...(underWay?.split(",") ?? []), xmax].map(BigInt);
  if (ids[0] === 0n || ids.some((id, index) => id < (ids[index - 1] ?? 0n))) return false;
  return underWay === undefined || (ids.at(-2) ?? 0n) < (ids.at(-1) ?? 0n);
}

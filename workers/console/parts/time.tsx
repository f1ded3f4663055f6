/** A time in UTC, to the second: `2026-11-29 17:45:03`. */
export function Time({ at }: { readonly at: string }) {
  return <time datetime={at}>{at.slice(0, 19).replace("T", " ")}</time>;
}

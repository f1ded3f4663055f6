/** Returns the codes without repetitions. Case does not matter: the first spelling stays. */
export function uniqueCouponCodes(codes: readonly string[]): readonly string[] {
  const unique = new Map<string, string>();
  for (const code of codes) {
    const key = code.toUpperCase();
    if (!unique.has(key)) unique.set(key, code);
  }
  return [...unique.values()];
}

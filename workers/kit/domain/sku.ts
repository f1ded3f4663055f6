/** Returns an equal string for SKUs that differ only in case. SKUs are ASCII. */
export const toSkuKey = (sku: string): string => sku.toLowerCase();

/**
 * Returns a function that finds a value by SKU, without regard to case. The exact spelling counts first: older releases
 * accepted SKUs that differ only in case. Of several other spellings the first value counts.
 */
export function indexBySku<T extends { readonly sku: string }>(values: readonly T[]): (sku: string) => T | undefined {
  const exact = new Map<string, T>();
  const folded = new Map<string, T>();
  for (const value of values) {
    if (!exact.has(value.sku)) exact.set(value.sku, value);
    const key = toSkuKey(value.sku);
    if (!folded.has(key)) folded.set(key, value);
  }
  return (sku) => exact.get(sku) ?? folded.get(toSkuKey(sku));
}

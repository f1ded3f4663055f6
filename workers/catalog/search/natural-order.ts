/**
 * The order of names in lists: the Unicode collation (CLDR root) with numbers by value, as the collation `natural_order` of
 * the database. English has no rules of its own, so its order is the root's.
 */
const collator = new Intl.Collator("en-u-kn-true");

/** Compares names. Equal names in different forms are compared by code units, so that the order is total. */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

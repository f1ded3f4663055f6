/** A category with those below it, as far as a query asks for them. */
interface CategoryNode {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly children?: readonly CategoryNode[];
}

interface CategoryOption {
  readonly id: string;
  readonly slug: string;
  /** The names from the root: "Home / Furniture / Chairs". */
  readonly label: string;
}

/** Returns all categories of a tree in its order, each before those below it. `except` leaves out a category and those below it. */
export function toCategoryOptions(
  categories: readonly CategoryNode[],
  { except, above = "" }: { readonly except?: string; readonly above?: string } = {},
): readonly CategoryOption[] {
  return categories.flatMap(({ id, slug, name, children = [] }) => {
    if (id === except) return [];
    const label = `${above}${name}`;
    const below = toCategoryOptions(children, { ...(except === undefined ? {} : { except }), above: `${label} / ` });
    return [{ id, slug, label }, ...below];
  });
}

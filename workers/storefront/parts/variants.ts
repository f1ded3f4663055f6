import type { ProductPageQuery } from "../documents.generated.ts";

export type ProductOfPage = NonNullable<ProductPageQuery["product"]>;
export type VariantOfPage = ProductOfPage["variants"][number];

/** The parameters of options in forms: `option.color=oak`. */
export const optionPrefix = "option.";

export interface OptionGroup {
  readonly name: string;
  readonly values: readonly string[];
}

/** Returns the options that variants differ by, each with its values. A variant without options has its name as a value. */
export function toOptionGroups(variants: readonly VariantOfPage[], fallbackName: string): readonly OptionGroup[] {
  if (variants.length < 2) return [];
  const groups = new Map<string, Set<string>>();
  for (const variant of variants) {
    for (const [name, value] of Object.entries(toChoices(variant, fallbackName))) {
      groups.set(name, (groups.get(name) ?? new Set()).add(value));
    }
  }
  return [...groups].map(([name, values]) => ({ name, values: [...values] }));
}

/** Returns the values of a variant by the names of their options. */
export function toChoices({ name, options }: VariantOfPage, fallbackName: string): Readonly<Record<string, string>> {
  return options.length === 0
    ? { [fallbackName]: name }
    : Object.fromEntries(options.map(({ name: option, value }) => [option, value]));
}

/** Returns the variant with all of these values. Absent options match every value. Undefined if there is none. */
export function findVariant(
  variants: readonly VariantOfPage[],
  chosen: ReadonlyMap<string, string>,
  fallbackName: string,
): VariantOfPage | undefined {
  return variants.find((variant) => {
    const choices = toChoices(variant, fallbackName);
    return [...chosen].every(([name, value]) => choices[name] === undefined || choices[name] === value);
  });
}

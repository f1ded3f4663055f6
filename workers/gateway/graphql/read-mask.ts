import {
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  visit,
} from "graphql";

/**
 * Whether the operation selects a field of this name anywhere below the field that is being resolved. Deferred
 * selections do not count: they are resolved later.
 */
export function isSelected(info: GraphQLResolveInfo, name: string): boolean {
  return includesField(info, name, (node) => !isDeferred(node));
}

/** Like `isSelected`, but deferred selections count too. For fields that cannot be fetched later. */
export function isSelectedOrDeferred(info: GraphQLResolveInfo, name: string): boolean {
  return includesField(info, name, () => true);
}

function includesField(
  { fieldNodes, fragments }: GraphQLResolveInfo,
  name: string,
  counts: (node: SelectionNode) => boolean,
): boolean {
  const isIncluded = (nodes: readonly SelectionNode[] | undefined): boolean =>
    (nodes ?? []).some((node) => {
      if (node.kind === "Field" && node.name.value === name) return true;
      if (!counts(node)) return false;
      const inner: SelectionNode | FragmentDefinitionNode | undefined =
        node.kind === "FragmentSpread" ? fragments[node.name.value] : node;
      return isIncluded(inner?.selectionSet?.selections);
    });
  return fieldNodes.some((node) => isIncluded(node.selectionSet?.selections));
}

/** True if a variable decides: the resolver of a field fetches what its parent has not fetched. */
function isDeferred({ directives = [] }: SelectionNode): boolean {
  const defer = directives.find(({ name }) => name.value === "defer");
  const condition = defer?.arguments?.find(({ name }) => name.value === "if")?.value;
  return defer !== undefined && !(condition?.kind === "BooleanValue" && !condition.value);
}

/** The paths of the product message that each GraphQL field needs. */
const pathsByField: Readonly<Record<string, readonly string[]>> = {
  description: ["description"],
  brand: ["brand"],
  categories: ["category_ids"],
  attributes: ["attributes"],
  // Of the product, and of its variants.
  media: ["media", "variants.*.media"],
  variants: ["variants"],
  options: ["variants.*.options"],
  stock: ["variants.*.stock.available"],
  reserved: ["variants.*.stock.reserved"],
  taxClass: ["variants.*.tax_class"],
  weightGrams: ["variants.*.weight_grams"],
  basePrices: ["variants.*.base_prices"],
  unitPrice: ["variants.*.unit_prices"],
  priceRange: ["min_price", "max_price"],
  inStock: ["in_stock"],
  // Related products are of the same category, and those with a similar price come first.
  relatedProducts: ["category_ids", "min_price"],
  etag: ["etag"],
  createdAt: ["create_time"],
  updatedAt: ["update_time", "variants.*.stock.update_time"],
};

export interface FieldMask {
  readonly paths: string[];
}

const masks = new WeakMap<OperationDefinitionNode, FieldMask>();

/**
 * Returns the read mask for all products of an operation. One mask for the whole operation lets all of its fields share
 * what was loaded. Fields count by name alone, so the mask may have more paths than needed, but never fewer.
 */
export function productFieldMask({ operation, fragments }: GraphQLResolveInfo): FieldMask {
  const known = masks.get(operation);
  if (known !== undefined) return known;
  const paths = new Set<string>();
  const Field = ({ name }: { readonly name: { readonly value: string } }) => {
    for (const path of pathsByField[name.value] ?? []) paths.add(path);
  };
  for (const node of [operation, ...Object.values(fragments)]) visit(node, { [Kind.FIELD]: Field });
  const mask = { paths: [...paths] };
  masks.set(operation, mask);
  return mask;
}

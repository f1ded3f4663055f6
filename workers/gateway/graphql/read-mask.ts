import {
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  visit,
} from "graphql";

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/**
 * Whether a field of this name is asked for anywhere below the one being resolved: what is not, need not be fetched. What
 * is deferred is not asked for yet.
 */
export function isSelected(info: GraphQLResolveInfo, name: string): boolean {
  return info.fieldNodes.some((node) => anySelects(node.selectionSet?.selections, name, info.fragments));
}

function anySelects(nodes: readonly SelectionNode[] | undefined, name: string, fragments: Fragments): boolean {
  return (nodes ?? []).some((node) => {
    if (node.kind === "Field" && node.name.value === name) return true;
    if (isDeferred(node)) return false;
    const inner = node.kind === "FragmentSpread" ? fragments[node.name.value] : node;
    return anySelects(inner?.selectionSet?.selections, name, fragments);
  });
}

/** Where it depends on a variable, it is taken for deferred: whoever resolves the field fetches what is missing. */
function isDeferred({ directives = [] }: SelectionNode): boolean {
  const defer = directives.find(({ name }) => name.value === "defer");
  const condition = defer?.arguments?.find(({ name }) => name.value === "if")?.value;
  return defer !== undefined && !(condition?.kind === "BooleanValue" && !condition.value);
}

/** What each field of the schema needs of a product, by the contract's names. */
const needs: Readonly<Record<string, readonly string[]>> = {
  description: ["description"],
  brand: ["brand"],
  categories: ["category_ids"],
  attributes: ["attributes"],
  media: ["media"],
  variants: ["variants"],
  options: ["variants.*.options"],
  stock: ["variants.*.stock.available"],
  reserved: ["variants.*.stock.reserved"],
  priceRange: ["min_price", "max_price"],
  inStock: ["in_stock"],
  etag: ["etag"],
  createdAt: ["create_time"],
  updatedAt: ["update_time", "variants.*.stock.update_time"],
};

export interface FieldMask {
  readonly paths: string[];
}

const masks = new WeakMap<OperationDefinitionNode, FieldMask>();

/**
 * What an operation asks of products, wherever in it: one that was read for one place is good for all others. A field
 * is known by its name alone, so that it may be more than is needed, and never less.
 */
export function productFieldMask({ operation, fragments }: GraphQLResolveInfo): FieldMask {
  const known = masks.get(operation);
  if (known !== undefined) return known;
  const paths = new Set<string>();
  const Field = ({ name }: { readonly name: { readonly value: string } }) => {
    for (const path of needs[name.value] ?? []) paths.add(path);
  };
  for (const node of [operation, ...Object.values(fragments)]) visit(node, { [Kind.FIELD]: Field });
  const mask = { paths: [...paths] };
  masks.set(operation, mask);
  return mask;
}

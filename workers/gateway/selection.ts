import type { FragmentDefinitionNode, GraphQLResolveInfo, SelectionNode } from "graphql";

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/**
 * Whether a field of this name is asked for anywhere below the one being resolved: what is not, need not be fetched. What
 * is deferred is not asked for yet.
 */
export function selects(info: GraphQLResolveInfo, name: string): boolean {
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

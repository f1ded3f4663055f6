import { type DocumentNode, type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from "graphql";
import { queryTooComplex } from "../errors.ts";

export interface SelectionLimits {
  /** Fields of a selection set. */
  readonly fields: number;
  /** Fields with one response name in a selection set. */
  readonly fieldsPerResponseName: number;
  /** Fields with the same response name in all selection sets at one path of the response. */
  readonly fieldsPerPath: number;
  /** Fields of the document when each fragment is expanded at each of its spreads. */
  readonly expandedFields: number;
}

/**
 * Throws QUERY_TOO_COSTLY for a document with too many fields in a selection set, its fragments included. Validation
 * compares each pair of fields that have the same response name. Accepts documents that are not valid.
 */
export function assertSelectionLimits(document: DocumentNode, limits: SelectionLimits): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  let expandedFields = 0;

  /** Checks the selection sets of the fields at one path. `ancestors` are the fragments that contain the path. */
  const checkPath = (sets: readonly SelectionSetNode[], ancestors: ReadonlySet<string>): void => {
    const nodesAtPath = new Map<string, FieldNode[]>();
    const visited = new Set(ancestors);
    for (const set of sets) {
      const { fields, spreadFragments } = expandFragments(set, fragments, ancestors);
      for (const name of spreadFragments) visited.add(name);
      expandedFields += fields.length;
      assertAtMost(fields.length, limits.fields, "fields in one selection set");
      assertAtMost(expandedFields, limits.expandedFields, "fields");
      const nodesInSet = groupByResponseName(fields);
      for (const [name, nodes] of nodesInSet) {
        assertAtMost(nodes.length, limits.fieldsPerResponseName, "fields with the same response name");
        nodesAtPath.set(name, [...(nodesAtPath.get(name) ?? []), ...nodes]);
      }
    }
    for (const nodes of nodesAtPath.values()) {
      assertAtMost(nodes.length, limits.fieldsPerPath, "fields with the same response name at one path");
      const setsBelow = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      if (setsBelow.length > 0) checkPath(setsBelow, visited);
    }
  };

  for (const node of document.definitions) if ("selectionSet" in node) checkPath([node.selectionSet], new Set());
}

function assertAtMost(count: number, max: number, what: string): void {
  if (count > max) throw queryTooComplex(`The document has more than ${max} ${what}`);
}

/** Returns the fields of a selection set with those of its fragments. Skips `ancestors`: a fragment may contain itself. */
function expandFragments(
  selectionSet: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ancestors: ReadonlySet<string>,
): { readonly fields: readonly FieldNode[]; readonly spreadFragments: ReadonlySet<string> } {
  const fields: FieldNode[] = [];
  const spreadFragments = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) fields.push(node);
      else if (node.kind === Kind.INLINE_FRAGMENT) collect(node.selectionSet);
      else if (!spreadFragments.has(node.name.value) && !ancestors.has(node.name.value)) {
        spreadFragments.add(node.name.value);
        const fragment = fragments.get(node.name.value);
        if (fragment !== undefined) collect(fragment.selectionSet);
      }
    }
  };
  collect(selectionSet);
  return { fields, spreadFragments };
}

function groupByResponseName(fields: readonly FieldNode[]): ReadonlyMap<string, readonly FieldNode[]> {
  const groups = new Map<string, FieldNode[]>();
  for (const node of fields) {
    const name = (node.alias ?? node.name).value;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [node]);
    else group.push(node);
  }
  return groups;
}

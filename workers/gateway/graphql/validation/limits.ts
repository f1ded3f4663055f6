import {
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationRule,
} from "graphql";
import { queryTooComplex } from "../errors.ts";

/** Rejects documents whose fields nest deeper than `maxDepth`, fragments included. Introspection fields do not count. */
export function limitDepth(maxDepth: number): ValidationRule {
  return (context) => {
    const depthOfFragment = createFragmentDepths((name) => context.getFragment(name) ?? undefined);
    return {
      OperationDefinition: ({ selectionSet }) => {
        const depth = depthOfSelectionSet(selectionSet, depthOfFragment);
        if (depth > maxDepth) {
          context.reportError(queryTooComplex(`The query has a depth of ${depth}. The maximum is ${maxDepth}.`));
        }
      },
    };
  };
}

type DepthOfFragment = (name: string) => number;

/** Returns a function that computes the depth of each fragment once, however often the fragment is spread. */
function createFragmentDepths(getFragment: (name: string) => FragmentDefinitionNode | undefined): DepthOfFragment {
  const depths = new Map<string, number>();
  const depthOfFragment = (name: string): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    // Ends the recursion for a fragment that contains itself. Another rule rejects it.
    depths.set(name, 0);
    const fragment = getFragment(name);
    const depth = fragment === undefined ? 0 : depthOfSelectionSet(fragment.selectionSet, depthOfFragment);
    depths.set(name, depth);
    return depth;
  };
  return depthOfFragment;
}

function depthOfSelectionSet({ selections }: SelectionSetNode, depthOfFragment: DepthOfFragment): number {
  return selections.reduce((depth, node) => Math.max(depth, depthOfSelection(node, depthOfFragment)), 0);
}

function depthOfSelection(node: SelectionNode, depthOfFragment: DepthOfFragment): number {
  switch (node.kind) {
    case Kind.FRAGMENT_SPREAD:
      return depthOfFragment(node.name.value);
    case Kind.INLINE_FRAGMENT:
      return depthOfSelectionSet(node.selectionSet, depthOfFragment);
    case Kind.FIELD:
      if (node.name.value.startsWith("__")) return 0;
      return 1 + (node.selectionSet === undefined ? 0 : depthOfSelectionSet(node.selectionSet, depthOfFragment));
  }
}

/** Rejects documents with more than `maxAliases` aliases: aliases repeat an expensive field. */
export function limitAliases(maxAliases: number): ValidationRule {
  return (context) => {
    let aliases = 0;
    return {
      Field: ({ alias }) => {
        if (alias === undefined) return;
        aliases++;
        if (aliases === maxAliases + 1) {
          context.reportError(queryTooComplex(`The document has more than ${maxAliases} aliases`));
        }
      },
    };
  };
}

/** Rejects documents with more than `maxDirectives` directives: each costs validation time. */
export function limitDirectives(maxDirectives: number): ValidationRule {
  return (context) => {
    let directives = 0;
    return {
      Directive: () => {
        directives++;
        if (directives === maxDirectives + 1) {
          context.reportError(queryTooComplex(`The document has more than ${maxDirectives} directives`));
        }
      },
    };
  };
}

import {
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationRule,
} from "graphql";
import { queryTooComplex } from "../errors.ts";

/** Refuses documents whose fields nest deeper than this, fragments included. Introspection's own depth is no matter. */
export function limitDepth(most: number): ValidationRule {
  return (context) => {
    const ofFragment = depths((name) => context.getFragment(name) ?? undefined);
    return {
      OperationDefinition: ({ selectionSet }) => {
        const depth = depthOf(selectionSet, ofFragment);
        if (depth > most) {
          context.reportError(queryTooComplex(`the query is ${depth} levels deep, at most ${most} are allowed`));
        }
      },
    };
  };
}

/** The depth of each fragment, found once however often it is spread. */
function depths(lookup: (name: string) => FragmentDefinitionNode | undefined): (name: string) => number {
  const known = new Map<string, number>();
  const ofFragment = (name: string): number => {
    const depth = known.get(name);
    if (depth !== undefined) return depth;
    // A fragment that contains itself is refused by another rule.
    known.set(name, 0);
    const fragment = lookup(name);
    const found = fragment === undefined ? 0 : depthOf(fragment.selectionSet, ofFragment);
    known.set(name, found);
    return found;
  };
  return ofFragment;
}

function depthOf({ selections }: SelectionSetNode, ofFragment: (name: string) => number): number {
  return selections.reduce((most, node) => Math.max(most, depthOfOne(node, ofFragment)), 0);
}

function depthOfOne(node: SelectionNode, ofFragment: (name: string) => number): number {
  switch (node.kind) {
    case Kind.FRAGMENT_SPREAD:
      return ofFragment(node.name.value);
    case Kind.INLINE_FRAGMENT:
      return depthOf(node.selectionSet, ofFragment);
    case Kind.FIELD:
      if (node.name.value.startsWith("__")) return 0;
      return 1 + (node.selectionSet === undefined ? 0 : depthOf(node.selectionSet, ofFragment));
  }
}

/** Refuses documents that ask for the same thing many times over under other names. */
export function limitAliases(most: number): ValidationRule {
  return (context) => {
    let aliases = 0;
    return {
      Field: ({ alias }) => {
        if (alias === undefined) return;
        aliases++;
        if (aliases === most + 1) context.reportError(queryTooComplex(`at most ${most} aliases are allowed`));
      },
    };
  };
}

/** Refuses documents with more directives than anybody needs: each is looked at wherever it stands. */
export function limitDirectives(most: number): ValidationRule {
  return (context) => {
    let directives = 0;
    return {
      Directive: () => {
        directives++;
        if (directives === most + 1) context.reportError(queryTooComplex(`at most ${most} directives are allowed`));
      },
    };
  };
}

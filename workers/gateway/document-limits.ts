import type { ASTNode, FragmentDefinitionNode, ValidationRule } from "graphql";
import { badInput } from "./errors.ts";

/** Refuses documents whose fields nest deeper than this, fragments included. Introspection's own depth is no matter. */
export function limitDepth(most: number): ValidationRule {
  return (context) => ({
    OperationDefinition: (operation) => {
      const depth = depthOf(operation, (name) => context.getFragment(name) ?? undefined, new Set());
      if (depth > most) context.reportError(badInput(`the query is ${depth} levels deep, at most ${most} are allowed`));
    },
  });
}

type Lookup = (name: string) => FragmentDefinitionNode | undefined;

function depthOf(node: ASTNode, lookup: Lookup, open: ReadonlySet<string>): number {
  switch (node.kind) {
    case "Field": {
      if (node.name.value.startsWith("__")) return 0;
      return 1 + deepest(node.selectionSet?.selections ?? [], lookup, open);
    }
    case "FragmentSpread": {
      const fragment = lookup(node.name.value);
      // A fragment that contains itself is refused by another rule.
      if (fragment === undefined || open.has(node.name.value)) return 0;
      return depthOf(fragment, lookup, new Set([...open, node.name.value]));
    }
    case "OperationDefinition":
    case "FragmentDefinition":
    case "InlineFragment":
      return deepest(node.selectionSet.selections, lookup, open);
    default:
      return 0;
  }
}

function deepest(nodes: readonly ASTNode[], lookup: Lookup, open: ReadonlySet<string>): number {
  return nodes.reduce((most, node) => Math.max(most, depthOf(node, lookup, open)), 0);
}

/** Refuses documents that ask for the same thing many times over under other names. */
export function limitAliases(most: number): ValidationRule {
  return (context) => {
    let aliases = 0;
    return {
      Field: ({ alias }) => {
        if (alias === undefined) return;
        aliases++;
        if (aliases === most + 1) context.reportError(badInput(`at most ${most} aliases are allowed`));
      },
    };
  };
}

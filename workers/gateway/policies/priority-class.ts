import type { PriorityClass } from "./limits.ts";
import { operations } from "./operations.ts";

function fieldNamePattern(priorityClass: PriorityClass): RegExp {
  const rows = [...Object.entries(operations.Query), ...Object.entries(operations.Mutation)];
  const names = rows.filter(([, policy]) => policy.class === priorityClass).map(([name]) => name);
  return new RegExp(`\\b(?:${names.join("|")})\\b`);
}

const patterns = (["checkout", "cart", "search"] as const).map((name) => [name, fieldNamePattern(name)] as const);

/**
 * Guesses the priority class from the field names in the text of a document, so that an overloaded isolate can reject it
 * unparsed. A document that only mentions a field of a higher class is moved to its own class after parsing.
 */
export function guessPriorityClass(text: string): PriorityClass {
  return patterns.find(([, pattern]) => pattern.test(text))?.[0] ?? "browse";
}

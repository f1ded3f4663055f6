import type { GraphQLError, GraphQLFieldResolver } from "graphql";
import { queryTooComplex } from "../errors.ts";

export interface ResponseLimits {
  /** Objects of a response. An object that occurs several times counts each time. */
  readonly nodes: number;
  /** Characters of all strings of a response. */
  readonly characters: number;
}

/** Counts the objects and the characters of one response during its execution. */
export class ResponseSize {
  readonly #limits: ResponseLimits;
  #nodes = 0;
  #characters = 0;
  /** The error that ends the execution; undefined while the response is within its limits. */
  error: GraphQLError | undefined;

  constructor(limits: ResponseLimits) {
    this.#limits = limits;
  }

  /** Throws QUERY_TOO_COSTLY above the limit, and after any limit was exceeded. */
  addNodes(count: number): void {
    this.#nodes += count;
    if (this.#nodes > this.#limits.nodes) this.#fail(`The response has more than ${this.#limits.nodes} objects`);
    if (this.error !== undefined) throw this.error;
  }

  /** Throws QUERY_TOO_COSTLY above the limit. */
  addCharacters(count: number): void {
    this.#characters += count;
    if (this.#characters > this.#limits.characters) {
      this.#fail(`The strings of the response have more than ${this.#limits.characters} characters`);
    }
  }

  #fail(message: string): never {
    this.error ??= queryTooComplex(message);
    throw this.error;
  }
}

type Resolver = GraphQLFieldResolver<unknown, unknown>;

const uncountedResolvers = new WeakMap<Resolver, { readonly resolve: Resolver | undefined }>();

/**
 * Marks a resolver that counts its own results, for executors that do not count. `resolve` is the resolver without the
 * count, or undefined for the default resolver.
 */
export function markAsCounting(counting: Resolver, resolve: Resolver | undefined): void {
  uncountedResolvers.set(counting, { resolve });
}

/** Returns the resolver without the count: this executor counts by itself. */
export function withoutCount(resolver: Resolver | undefined): Resolver | undefined {
  const uncounted = resolver === undefined ? undefined : uncountedResolvers.get(resolver);
  return uncounted === undefined ? resolver : uncounted.resolve;
}

import type { GraphQLError, ResponsePath } from "graphql";

/**
 * The errors of one execution. Errors below a position that is already null are dropped, as in graphql-js: the response
 * does not contain that position, and may have been sent.
 */
export class CollectedErrors {
  readonly errors: GraphQLError[] = [];
  #nulledPositions: Set<ResponsePath | undefined> | undefined;

  /** Adds the error that makes the value at `path` null. The path of `data` itself is undefined. */
  add(error: GraphQLError, path: ResponsePath | undefined): void {
    this.#nulledPositions ??= new Set();
    if (this.#isNulled(path, this.#nulledPositions)) return;
    this.#nulledPositions.add(path);
    this.errors.push(error);
  }

  #isNulled(path: ResponsePath | undefined, nulled: ReadonlySet<ResponsePath | undefined>): boolean {
    for (let position = path; position !== undefined; position = position.prev) {
      if (nulled.has(position)) return true;
    }
    return nulled.has(undefined);
  }
}

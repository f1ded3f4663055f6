/** A success with its value, or a business error. Business errors are returned, not thrown. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function err<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}

/** The reason why input or a command is rejected. `field` is the path into the request. */
export interface DomainError {
  readonly reason: string;
  readonly message: string;
  readonly field: readonly string[];
}

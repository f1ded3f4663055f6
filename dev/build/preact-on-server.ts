/**
 * The exports of `preact` that its JSX runtime and `preact-render-to-string` use. Workers that render pages have this module in its
 * place, because the package contains the code for browsers too: 4 KB after gzip. `[alias]` in `wrangler.toml` and `bundle.ts` name it.
 */

/** Hooks into rendering. Pages have none. */
export const options = {};

export function Fragment({ children }: { readonly children?: unknown }): unknown {
  return children;
}

const elementMarker = Symbol.for("pv");

/** Creates the root of a page. It has no attributes. */
export function h(type: unknown): object {
  return { type, props: {}, constructor: elementMarker };
}

/** Returns whether a child is an element. Data from outside cannot have the marker. */
export function isValidElement(value: object | null | undefined): boolean {
  return value !== null && value !== undefined && value.constructor === (elementMarker as unknown);
}

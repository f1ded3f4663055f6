const changed = "stoa:saved";

/** The saved SKUs of the visitor, on the root element: the modules that set and read them are loaded in any order. */
const root = document.documentElement;

/** Gives the page the wish list of the visitor. */
export function showSaved(skus: readonly string[]): void {
  root.dataset.saved = JSON.stringify(skus);
  dispatchEvent(new Event(changed));
}

/** Returns the wish list of the visitor. Empty until the page has it. */
export function getSaved(): readonly string[] {
  return JSON.parse(root.dataset.saved ?? "[]") as readonly string[];
}

/** Calls `listener` when the page has another wish list. Returns a function that ends this. */
export function followSaved(listener: () => void): () => void {
  addEventListener(changed, listener);
  return () => removeEventListener(changed, listener);
}

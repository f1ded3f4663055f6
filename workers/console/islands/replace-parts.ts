/**
 * Replaces the parts of a page that differ in a newer version of it, by the attribute `data-part`. A part with the focus in it stays
 * as it is.
 */
export function replaceParts(current: HTMLElement, next: ParentNode): void {
  for (const part of current.querySelectorAll<HTMLElement>("[data-part]")) {
    const other = next.querySelector<HTMLElement>(`[data-part="${part.dataset.part}"]`);
    if (other === null || part.contains(document.activeElement) || toComparable(part) === toComparable(other)) continue;
    part.replaceWith(document.adoptNode(other));
  }
}

/** Each page has other keys in its forms. */
function toComparable(part: HTMLElement): string {
  return part.outerHTML.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "");
}

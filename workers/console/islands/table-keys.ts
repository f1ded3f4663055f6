/** Keys for a table: J and K move to the next and the previous row, X selects the row. Enter follows its link. */
export function start(element: HTMLElement): () => void {
  const links = () => [...element.querySelectorAll<HTMLAnchorElement>("tbody th a")];
  const currentRow = () => document.activeElement?.closest("tr") ?? undefined;

  const move = (step: 1 | -1) => {
    const all = links();
    const at = all.findIndex((link) => link.closest("tr") === currentRow());
    const next = at === -1 ? (step === 1 ? 0 : all.length - 1) : at + step;
    all[next]?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "x") currentRow()?.querySelector<HTMLInputElement>(".select input")?.click();
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}

/** Returns whether a key is input of a field. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== "checkbox";
  return target.isContentEditable || target.matches("textarea, select");
}

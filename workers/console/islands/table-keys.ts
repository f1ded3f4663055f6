import { isTyping } from "./typing.ts";

/** Keys for a table: J and K move to the next and the previous row, X selects the row, Enter follows its link, E moves to the form for the selected rows. */
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
    else if (event.key === "e") {
      // The key is no input of the field that gets the focus.
      event.preventDefault();
      const box = element.querySelector<HTMLInputElement>(".select input");
      box?.form?.querySelector<HTMLElement>("input:not([type=hidden]), button")?.focus();
    }
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}

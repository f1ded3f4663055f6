import { isTyping } from "./typing.ts";

/**
 * Keys that all pages have: Ctrl or Cmd with K moves to the field `Go to`, `?` shows the keys. An id, number, email address or SKU that is
 * pasted outside of a field leads to its page.
 */
export function start(element: HTMLElement): () => void {
  const input = element.querySelector<HTMLInputElement>("input");
  const onKey = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      input?.focus();
      input?.select();
    } else if (event.key === "?" && !isTyping(event.target)) {
      document.getElementById("keys")?.togglePopover();
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData("text/plain").trim() ?? "";
    if (isTyping(event.target) || text === "" || text.length > 100 || input === null) return;
    input.value = text;
    input.form?.requestSubmit();
  };
  document.addEventListener("keydown", onKey);
  document.addEventListener("paste", onPaste);
  return () => {
    document.removeEventListener("keydown", onKey);
    document.removeEventListener("paste", onPaste);
  };
}

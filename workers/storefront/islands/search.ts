/**
 * Completes what the visitor types into the search box, as a list of links below it. Arrow keys move through the list, Escape
 * closes it. The key `/` moves the focus to the search box.
 */
export function start(element: HTMLElement): () => void {
  const input = element.querySelector("input");
  const list = element.querySelector("ul");
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (suggestions: readonly string[]) => {
    list?.replaceChildren(
      ...suggestions.map((text) => {
        const link = Object.assign(document.createElement("a"), {
          href: `/search?q=${encodeURIComponent(text)}`,
          textContent: text,
        });
        const item = document.createElement("li");
        item.append(link);
        return item;
      }),
    );
    if (list !== null) list.hidden = suggestions.length === 0;
  };
  const suggest = async (query: string) => {
    const response = await fetch(`/search/suggestions?q=${encodeURIComponent(query)}`);
    const suggestions = response.ok ? ((await response.json()) as string[]) : [];
    if (input?.value === query) show(suggestions);
  };
  const onInput = () => {
    clearTimeout(timer);
    const query = input?.value ?? "";
    if (query.trim().length < 2) return show([]);
    timer = setTimeout(() => void suggest(query).catch(() => show([])), 150);
  };
  const move = (step: 1 | -1) => {
    const stops = [input, ...element.querySelectorAll("a")];
    const next = stops[stops.findIndex((stop) => stop === document.activeElement) + step];
    next?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    const isOwn = element.contains(event.target as Node);
    if (isOwn && event.key === "Escape") {
      show([]);
      return input?.focus();
    }
    if (isOwn && list?.hidden === false && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      return move(event.key === "ArrowDown" ? 1 : -1);
    }
    const isTyping = (event.target as HTMLElement).closest("input, select, textarea") !== null;
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input?.focus();
  };
  const onFocusOut = ({ relatedTarget }: FocusEvent) => {
    if (!element.contains(relatedTarget as Node | null)) show([]);
  };
  input?.addEventListener("input", onInput);
  element.addEventListener("focusout", onFocusOut);
  addEventListener("keydown", onKey);
  return () => removeEventListener("keydown", onKey);
}

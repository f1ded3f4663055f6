/** Completes what the visitor types into the search box. The key `/` moves the focus to it. */
export function start(element: HTMLElement): () => void {
  const input = element.querySelector("input");
  const list = element.querySelector("datalist");
  let timer: ReturnType<typeof setTimeout> | undefined;
  const suggest = async (query: string) => {
    const response = await fetch(`/search/suggestions?q=${encodeURIComponent(query)}`);
    const suggestions = response.ok ? ((await response.json()) as string[]) : [];
    if (input?.value !== query) return;
    list?.replaceChildren(
      ...suggestions.map((text) => Object.assign(document.createElement("option"), { value: text })),
    );
  };
  const onInput = () => {
    clearTimeout(timer);
    const query = input?.value ?? "";
    if (query.trim().length > 1) timer = setTimeout(() => void suggest(query).catch(() => {}), 150);
  };
  const onKey = (event: KeyboardEvent) => {
    const isTyping = (event.target as HTMLElement).closest("input, select, textarea") !== null;
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input?.focus();
  };
  input?.addEventListener("input", onInput);
  addEventListener("keydown", onKey);
  return () => removeEventListener("keydown", onKey);
}

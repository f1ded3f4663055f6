/**
 * Updates the parts of a form that depend on its values, without loading the page again: the price of an order by its address and
 * shipping method, or the fields of an address by its country.
 */
export function start(element: HTMLElement): () => void {
  const form = element.querySelector("form");
  if (form === null) return () => {};
  let latest: AbortController | undefined;

  const update = async (action: string) => {
    latest?.abort();
    latest = new AbortController();
    const body = new FormData(form);
    body.set("action", action);
    form.setAttribute("aria-busy", "true");
    try {
      // `form.action` is the button with this name.
      const response = await fetch(form.getAttribute("action") ?? "", { method: "POST", body, signal: latest.signal });
      replaceParts(form, body, await response.text());
      form.removeAttribute("aria-busy");
    } catch {
      // A later update has replaced this one, or the network is gone. The total is checked again when the order is placed.
    }
  };
  const onChange = ({ target }: Event) => {
    if (target instanceof HTMLElement && "updates" in target.dataset) void update("update");
  };
  form.addEventListener("change", onChange);
  return () => {
    latest?.abort();
    form.removeEventListener("change", onChange);
  };
}

const typedFields = "input:not([type=radio], [type=checkbox], [type=hidden]), select";

/**
 * Replaces the parts of the form that have changed by those of a new page. Keeps the focus, and what the buyer has typed since the form
 * was sent.
 */
function replaceParts(form: HTMLFormElement, sent: FormData, html: string): void {
  const page = new DOMParser().parseFromString(html, "text/html");
  const focused = document.activeElement?.id ?? "";
  for (const part of form.querySelectorAll<HTMLElement>("[data-part]")) {
    const next = page.querySelector(`[data-part="${part.dataset.part}"]`);
    if (next === null || next.outerHTML === part.outerHTML) continue;
    for (const field of next.querySelectorAll<HTMLInputElement>(typedFields)) {
      const typed = part.querySelector<HTMLInputElement>(`[name="${field.name}"]`)?.value;
      if (typed !== undefined && typed !== sent.get(field.name)) field.value = typed;
    }
    part.replaceWith(document.adoptNode(next));
  }
  if (focused !== "" && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
}

/**
 * Applies filters without a page load: each change loads the list that the form describes, and replaces the content of the
 * island. The address of the page changes with it, so back, reload and links work.
 */
export function start(element: HTMLElement): () => void {
  let latest = 0;
  const load = async (url: string) => {
    const request = ++latest;
    element.setAttribute("aria-busy", "true");
    const response = await fetch(url, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const content = page.querySelector('x-island[name="filters"]');
    if (request !== latest) return;
    if (!response.ok || content === null) return location.assign(url);
    const focused = document.activeElement?.id ?? "";
    const isOpen = element.querySelector("details")?.open === true;
    element.replaceChildren(...content.childNodes);
    const details = element.querySelector("details");
    if (details !== null) details.open = isOpen;
    if (focused !== "") document.getElementById(focused)?.focus({ preventScroll: true });
    element.removeAttribute("aria-busy");
  };
  const apply = (form: HTMLFormElement) => {
    const fields = [...new FormData(form)].filter(([, value]) => value !== "") as [string, string][];
    const url = `${form.getAttribute("action")}?${new URLSearchParams(fields)}`;
    history.pushState(null, "", url);
    load(url).catch(() => location.assign(url));
  };
  const onChange = ({ target }: Event) => {
    const form = (target as HTMLInputElement).form;
    if (form !== null) apply(form);
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    apply(event.target as HTMLFormElement);
  };
  const onPopState = () => void load(location.href).catch(() => location.reload());
  element.addEventListener("change", onChange);
  element.addEventListener("submit", onSubmit);
  addEventListener("popstate", onPopState);
  return () => removeEventListener("popstate", onPopState);
}

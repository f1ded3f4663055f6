interface TokenProps {
  readonly isSent: boolean;
}

/** Fills in the token of the link that led to the page, and removes it from the address. */
export function start(element: HTMLElement, { isSent }: TokenProps): undefined {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  const input = element.querySelector<HTMLInputElement>('[name="token"]');
  if (token === null || input === null) return;
  input.value = token;
  history.replaceState(history.state, "", location.pathname + location.search);
  if (isSent) input.form?.requestSubmit();
}

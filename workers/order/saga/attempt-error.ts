const maxLength = 200;

/** Ids of this shop and of the payment provider, such as `ord_…` and `pi_…`. */
const id = /^[a-z]{2,8}_[A-Za-z0-9]{3,64}$/;

/** What is replaced in an error, in this order. */
const replacements: readonly (readonly [RegExp, string])[] = [
  // The credentials of a URL, and its query.
  [/\/\/[^\s/@]+@/g, "//"],
  [/\?[^\s"'`]+/g, ""],
  [/[^\s@"'`<>(]+@[^\s@"'`<>)]+/g, "[email]"],
  [/\b(?:[a-z]{2,8}_)?[A-Za-z0-9]*_?secret_[A-Za-z0-9]+/g, "[secret]"],
  [/\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]+|\bwhsec_[A-Za-z0-9]+|\b[Bb]earer\s+\S+|\beyJ[\w.-]+/g, "[secret]"],
  [/\+?\d(?:[ -]?\d){8,}/g, "[number]"],
];

/**
 * Returns the reason of a failed attempt as it is stored: one line without secrets and personal data. A receiver quotes what it was
 * sent, so a quoted text is removed unless it is an id.
 */
export function toAttemptError(reason: string): string {
  const [line = ""] = reason.split("\n", 1);
  const unquoted = line.replace(/(["'`])(.*?)\1(?!\w)/g, (whole, _quote, text: string) =>
    id.test(text) ? whole : "…",
  );
  return replacements
    .reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), unquoted)
    .slice(0, maxLength);
}

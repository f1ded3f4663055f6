/**
 * Delimiters of matched words until the text is escaped. They are private-use characters, which no product text contains.
 */
export const openTag = "\ue000";
export const closeTag = "\ue001";

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  [openTag]: "<em>",
  [closeTag]: "</em>",
};

/** Returns HTML whose only tags are the <em> elements around matched words. */
export function highlight(text: string): string {
  return text.replace(/[&<>"'\ue000\ue001]/g, (char) => escapes[char] ?? char);
}

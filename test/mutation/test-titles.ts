const stringLiteral = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g;
/** The placeholders of `it.each` titles and of template literals. */
const placeholder = /%[sdifjo#$%]|\$\{[^}]*\}|\$[\w.]+/;

/** Returns whether the source of a test file has a title that contains this text, or whose instances can start with it. */
export function hasTitle(source: string, text: string): boolean {
  if (source.includes(text)) return true;
  return (source.match(stringLiteral) ?? []).some((literal) => {
    const parts = literal.slice(1, -1).split(placeholder);
    return parts.length > 1 && canStartWith(parts, text);
  });
}

/** `parts` are the fixed parts of a title, with a placeholder between each two of them. */
function canStartWith(parts: readonly string[], text: string): boolean {
  const [start = ""] = parts;
  if (start !== "") return text.startsWith(start);
  const first = parts.find((part) => part.trim() !== "");
  return first !== undefined && text.includes(first.trim());
}

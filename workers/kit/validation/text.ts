import { hasVisibleCharacter, isPrintable } from "../domain/text.ts";
import { invalid } from "../errors/failure.ts";

/**
 * Trims a string. Throws INVALID_TEXT unless it has 1 to `maxLength` characters, one of which is visible, and no control
 * characters.
 */
export function parseText(text: string, maxLength: number, ...field: string[]): string {
  const trimmed = text.trim();
  if (!hasVisibleCharacter(trimmed) || trimmed.length > maxLength || !isPrintable(trimmed)) {
    throw invalid("INVALID_TEXT", `\`${field.at(-1)}\` must be 1 to ${maxLength} printable characters`, ...field);
  }
  return trimmed;
}

/** As `parseOptionalText`, for a text of several lines. Line breaks become `\n`. */
export function parseOptionalLines(
  text: string | undefined,
  maxLength: number,
  ...field: string[]
): string | undefined {
  const trimmed = text?.replace(/\r\n?/g, "\n").trim() ?? "";
  if (trimmed === "") return undefined;
  const isValid = hasVisibleCharacter(trimmed) && trimmed.split("\n").every(isPrintable);
  if (!isValid || trimmed.length > maxLength) {
    throw invalid("INVALID_TEXT", `\`${field.at(-1)}\` must be 1 to ${maxLength} printable characters`, ...field);
  }
  return trimmed;
}

/** As `parseText`. Returns undefined for an absent or blank string. */
export function parseOptionalText(text: string | undefined, maxLength: number, ...field: string[]): string | undefined {
  return text === undefined || text.trim() === "" ? undefined : parseText(text, maxLength, ...field);
}

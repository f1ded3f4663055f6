import { invalid } from "../errors/failure.ts";

/** A text of 1 to `most` characters, without what surrounds it. Throws INVALID_TEXT, also for control characters. */
export function parseText(text: string, most: number, ...field: string[]): string {
  const trimmed = text.trim();
  const printable = [...trimmed].every((char) => char >= " " && char !== "\u007f");
  if (trimmed === "" || trimmed.length > most || !printable) {
    throw invalid("INVALID_TEXT", `${field.at(-1)} must be 1 to ${most} printable characters`, ...field);
  }
  return trimmed;
}

/** As `parseText`; undefined for an empty text or none. */
export function parseOptionalText(text: string | undefined, most: number, ...field: string[]): string | undefined {
  return text === undefined || text.trim() === "" ? undefined : parseText(text, most, ...field);
}

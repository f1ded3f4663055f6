import { foldCase } from "../../kit/domain/case-folding.ts";
import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { hasVisibleCharacter, isPrintable } from "../../kit/domain/text.ts";
import { invalid } from "./fields.ts";
import { maxCounts, maxLengths } from "./limits.ts";

/** An attribute of a product, or an option of a variant. */
export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

/** Returns an equal string for equal values, without regard to case. Names and values contain no control characters. */
export const toValueKey = ({ name, value }: NamedValue): string => `${foldCase(name)}\t${foldCase(value)}`;

/** Returns the index of the first key that equals an earlier one. */
export function findDuplicate(keys: readonly string[]): number | undefined {
  const index = keys.findIndex((key, at) => keys.indexOf(key) < at);
  return index === -1 ? undefined : index;
}

/** Validates names and values. Trims them and converts them to NFC. */
export function parseValues(
  values: readonly NamedValue[],
  ...field: string[]
): Result<readonly NamedValue[], DomainError> {
  if (values.length > maxCounts.values)
    return invalid("TOO_MANY_VALUES", `At most ${maxCounts.values} values are allowed`, ...field);
  for (const [index, { name, value }] of values.entries()) {
    const isValid = [name, value].every(
      (text) => hasVisibleCharacter(text) && text.length <= maxLengths.value && isPrintable(text),
    );
    if (!isValid) {
      const message = `Name and value must be 1 to ${maxLengths.value} printable characters each`;
      return invalid("INVALID_VALUE", message, ...field, String(index));
    }
  }
  const clean = (text: string) => text.normalize("NFC").trim();
  return ok(values.map(({ name, value }) => ({ name: clean(name), value: clean(value) })));
}

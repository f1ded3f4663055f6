import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { invalid, isPrintable } from "./fields.ts";

/** An attribute of a product, or an option of a variant. */
export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

/** Maximum number of attributes, options, media files or categories in one list. */
export const maxValues = 50;

/** Validates and trims names and values. */
export function parseValues(
  values: readonly NamedValue[],
  ...field: string[]
): Result<readonly NamedValue[], DomainError> {
  if (values.length > maxValues) return invalid("TOO_MANY_VALUES", `At most ${maxValues} values are allowed`, ...field);
  for (const [index, { name, value }] of values.entries()) {
    const isValid = [name, value].every((text) => text.trim() !== "" && text.length <= 200 && isPrintable(text));
    if (!isValid) {
      const message = "Name and value must be 1 to 200 printable characters each";
      return invalid("INVALID_VALUE", message, ...field, String(index));
    }
  }
  return ok(values.map(({ name, value }) => ({ name: name.trim(), value: value.trim() })));
}

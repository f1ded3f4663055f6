import type { FieldMask } from "@bufbuild/protobuf/wkt";
import { invalid } from "../../../kit/errors/failure.ts";

/**
 * Returns the fields of an update that its mask names. `fields` maps the name of each field in the mask to its key. Throws
 * INVALID_MASK for other names.
 */
export function pickMasked<T extends object>(
  update: T,
  mask: FieldMask | undefined,
  fields: Readonly<Record<string, keyof T>>,
): Partial<T> {
  const picked: Partial<T> = {};
  for (const path of mask?.paths ?? []) {
    const key = fields[path];
    if (key === undefined) throw invalid("INVALID_MASK", `\`${path}\` is not an updatable field`);
    picked[key] = update[key];
  }
  return picked;
}

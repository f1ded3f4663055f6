import type { MessageInitShape } from "@bufbuild/protobuf";
import type { ImportItemSchema } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { err, ok, type Result } from "../../kit/domain/result.ts";

export interface LineRefusal {
  readonly reason: string;
  readonly message: string;
}

type Item = MessageInitShape<typeof ImportItemSchema>;
type Json = Readonly<Record<string, unknown>>;

/** Thrown inside a line's reading and caught at its end: where in the line, and what is wrong there. */
class LineError extends Error {}

/** A line of an import: a CreateProductInput as JSON, with categoryPaths beside or in place of categoryIds. */
export function parseLine(text: string): Result<Item, LineRefusal> {
  try {
    return ok(readItem(JSON.parse(text)));
  } catch (error) {
    if (error instanceof LineError) return err({ reason: "INVALID_LINE", message: error.message });
    if (error instanceof SyntaxError) return err({ reason: "INVALID_JSON", message: "the line is not JSON" });
    throw error;
  }
}

const keys = new Set([
  "slug",
  "name",
  "description",
  "brand",
  "categoryIds",
  "categoryPaths",
  "attributes",
  "media",
  "variants",
]);

function readItem(value: unknown): Item {
  const line = object(value, "the line");
  const unknown = Object.keys(line).find((key) => !keys.has(key));
  if (unknown !== undefined) throw new LineError(`${unknown} is not a field of a product`);
  const brand = optional(line.brand, (text) => string(text, "brand"));
  return {
    categoryPaths: list(line.categoryPaths, "categoryPaths", string),
    product: {
      slug: string(line.slug, "slug"),
      name: string(line.name, "name"),
      description: string(line.description, "description"),
      ...(brand === undefined ? {} : { brand }),
      categoryIds: list(line.categoryIds, "categoryIds", string),
      attributes: list(line.attributes, "attributes", namedValue),
      media: list(line.media, "media", media),
      variants: list(line.variants, "variants", variant),
    },
  };
}

function variant(value: unknown, at: string) {
  const fields = object(value, at);
  const price = object(fields.price, `${at}.price`);
  const initialStock = optional(fields.initialStock, (count) => integer(count, `${at}.initialStock`));
  return {
    sku: string(fields.sku, `${at}.sku`),
    name: string(fields.name, `${at}.name`),
    options: list(fields.options, `${at}.options`, namedValue),
    price: {
      amountMinor: amount(price.amountMinor, `${at}.price.amountMinor`),
      currencyCode: string(price.currency, `${at}.price.currency`),
    },
    ...(initialStock === undefined ? {} : { initialStock }),
  };
}

function namedValue(value: unknown, at: string) {
  const fields = object(value, at);
  return { name: string(fields.name, `${at}.name`), value: string(fields.value, `${at}.value`) };
}

function media(value: unknown, at: string) {
  const fields = object(value, at);
  return { url: string(fields.url, `${at}.url`), alt: string(fields.alt, `${at}.alt`) };
}

function object(value: unknown, at: string): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new LineError(`${at} is not an object`);
  return value as Json;
}

function string(value: unknown, at: string): string {
  if (typeof value !== "string") throw new LineError(`${at} is not a text`);
  if (value.includes("\u0000")) throw new LineError(`${at} has the character U+0000, which cannot be stored`);
  return value;
}

function integer(value: unknown, at: string): number {
  if (!Number.isInteger(value) || Math.abs(Number(value)) > 2 ** 31 - 1) throw new LineError(`${at} is not a number`);
  return Number(value);
}

function amount(value: unknown, at: string): bigint {
  const text = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== "string" || !/^-?\d{1,18}$/.test(text)) throw new LineError(`${at} is not a whole number`);
  return BigInt(text);
}

function optional<T>(value: unknown, read: (value: unknown) => T): T | undefined {
  return value === undefined || value === null ? undefined : read(value);
}

function list<T>(value: unknown, at: string, read: (value: unknown, at: string) => T): T[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new LineError(`${at} is not a list`);
  return value.map((part, index) => read(part, `${at}.${index}`));
}

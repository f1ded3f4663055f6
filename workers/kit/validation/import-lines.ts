import {
  type DescField,
  type DescMessage,
  fromJson,
  type JsonValue,
  type MessageShape,
  ScalarType,
} from "@bufbuild/protobuf";
import { FeatureSet_FieldPresence as Presence } from "@bufbuild/protobuf/wkt";
import { err, ok, type Result } from "../domain/result.ts";

export interface LineError {
  readonly reason: string;
  readonly message: string;
}

/** The fields of an import item of the catalog's contract. `P` is the message of its product. */
export interface ParsedLine<P extends DescMessage> {
  readonly categoryPaths: string[];
  readonly product: MessageShape<P>;
  readonly updateMask: { readonly paths: string[] };
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Thrown while a line is read. The message names the invalid field by its path. */
class InvalidLine extends Error {}

/**
 * Parses one line: a CreateProductInput as JSON, with `categoryPaths` in addition to, or in place of, `categoryIds`. An
 * existing product keeps the fields that the line does not have. Null and an empty list empty a field.
 */
export function parseLine<P extends DescMessage>(text: string, schema: P): Result<ParsedLine<P>, LineError> {
  try {
    return ok(toImportItem(JSON.parse(text), schema));
  } catch (error) {
    if (error instanceof InvalidLine) return err({ reason: "INVALID_LINE", message: error.message });
    if (error instanceof SyntaxError) return err({ reason: "INVALID_JSON", message: "The line must be JSON" });
    throw error;
  }
}

function toImportItem<P extends DescMessage>(value: unknown, schema: P): ParsedLine<P> {
  if (!isObject(value)) throw new InvalidLine("The line must be an object");
  const { categoryPaths, ...product } = value;
  const unknown = Object.keys(product).find((key) => !schema.fields.some(({ jsonName }) => jsonName === key));
  if (unknown !== undefined) throw new InvalidLine(`\`${unknown}\` is not a field of a product`);
  return {
    categoryPaths: readList(categoryPaths, "categoryPaths", readString),
    product: fromJson(schema, readMessage(schema, product, "")),
    updateMask: { paths: toMaskPaths(value, schema) },
  };
}

/** Returns the fields that the line has, by the contract's names. A field with null or an empty list is one of them. */
function toMaskPaths(line: JsonObject, { fields }: DescMessage): string[] {
  const paths = fields.flatMap(({ jsonName, name }) => (line[jsonName] === undefined ? [] : [name]));
  if (line["categoryPaths"] !== undefined) paths.push("category_paths");
  const variants = (Array.isArray(line["variants"]) ? line["variants"] : []).filter(isObject);
  for (const [field, path] of Object.entries(optionalVariantPaths)) {
    if (variants.some((variant) => variant[field] !== undefined)) paths.push(path);
  }
  return paths;
}

/** Fields of variants that keep their values in all variants of a product if no variant of its line has them. */
const optionalVariantPaths: Readonly<Record<string, string>> = {
  basePrices: "variants.*.base_prices",
  taxClassCode: "variants.*.tax_class_code",
  weightGrams: "variants.*.weight_grams",
  media: "variants.*.media",
};

/**
 * Checks a value against the message's fields, which `fromJson` does less strictly and without the path of the error.
 * Returns an object with the fields of the message only.
 */
function readMessage(message: DescMessage, value: unknown, path: string): { [name: string]: JsonValue } {
  if (!isObject(value)) throw mustBe(path, "an object");
  const fields = message.fields.flatMap((field) => {
    const name = publicNames[field.jsonName] ?? field.jsonName;
    const fieldValue = value[name] ?? undefined;
    if (fieldValue === undefined && isOptional(field)) return [];
    return [[field.jsonName, readField(field, fieldValue, path === "" ? name : `${path}.${name}`)] as const];
  });
  return Object.fromEntries(fields);
}

/** Names of the public API, where they differ from the contract's. */
const publicNames: Readonly<Record<string, string>> = { currencyCode: "currency" };

const isOptional = (field: DescField): boolean =>
  field.fieldKind === "list" || (field.fieldKind === "scalar" && field.presence === Presence.EXPLICIT);

function readField(field: DescField, value: unknown, path: string): JsonValue {
  switch (field.fieldKind) {
    case "scalar":
      return readScalar(field.scalar, value, path);
    case "message":
      return readMessage(field.message, value, path);
    case "list":
      return readList(value, path, (item, itemPath) =>
        field.listKind === "message" ? readMessage(field.message, item, itemPath) : readString(item, itemPath),
      );
    default:
      throw new Error(`${field} is neither a scalar, a message nor a list`);
  }
}

function readScalar(type: ScalarType, value: unknown, path: string): JsonValue {
  switch (type) {
    case ScalarType.INT32:
      return readInt32(value, path);
    case ScalarType.INT64:
      return readInt64(value, path);
    default:
      return readString(value, path);
  }
}

function readString(value: unknown, path: string): string {
  if (typeof value !== "string") throw mustBe(path, "a string");
  if (value.includes("\u0000")) throw new InvalidLine(`\`${path}\` must not contain the character U+0000`);
  return value;
}

function readInt32(value: unknown, path: string): number {
  if (!Number.isInteger(value) || Math.abs(Number(value)) > 2 ** 31 - 1) throw mustBe(path, "a 32-bit integer");
  return Number(value);
}

function readInt64(value: unknown, path: string): string {
  const text = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== "string" || !/^-?\d{1,18}$/.test(text)) throw mustBe(path, "an integer");
  return text;
}

function readList<T>(value: unknown, path: string, readItem: (item: unknown, path: string) => T): T[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw mustBe(path, "a list");
  return value.map((item, index) => readItem(item, `${path}.${index}`));
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const mustBe = (path: string, type: string) => new InvalidLine(`\`${path}\` must be ${type}`);

import { GraphQLScalarType, Kind, type ValueNode } from "graphql";
import { badUserInput } from "./errors.ts";

const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

function parseBigInt(value: unknown): bigint {
  const digits = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof digits !== "string" || !/^-?\d{1,19}$/.test(digits)) {
    throw badUserInput('A 64-bit integer must be a string of digits, for example "1999"');
  }
  const integer = BigInt(digits);
  if (integer < int64.min || integer > int64.max) throw badUserInput("The integer does not fit in 64 bits");
  return integer;
}

export const bigIntScalar = new GraphQLScalarType({
  name: "BigInt",
  serialize: (value) => String(value),
  parseValue: parseBigInt,
  parseLiteral: (node: ValueNode) =>
    parseBigInt(node.kind === Kind.INT || node.kind === Kind.STRING ? node.value : undefined),
});

function parseDateTime(value: unknown): Date {
  const pattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
  const date = typeof value === "string" && pattern.test(value) && hasValidDay(value) ? new Date(value) : undefined;
  if (date === undefined || Number.isNaN(date.getTime())) {
    throw badUserInput('A time must be in RFC 3339 format, for example "2026-01-31T09:30:00.000Z"');
  }
  return date;
}

/** `new Date` accepts February 30 and returns March 2. */
function hasValidDay(text: string): boolean {
  const [year, month, day] = text.slice(0, 10).split("-").map(Number);
  return new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day)).getUTCDate() === day;
}

export const dateTimeScalar = new GraphQLScalarType({
  name: "DateTime",
  serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
  parseValue: parseDateTime,
  parseLiteral: (node: ValueNode) => parseDateTime(node.kind === Kind.STRING ? node.value : undefined),
});

export const jsonScalar = new GraphQLScalarType({ name: "JSON" });

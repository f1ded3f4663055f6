import { invalidRequest } from "./errors.ts";
import type { Form } from "./form.ts";

const maxAmount = 99_999_999_999;

/** Throws when the request has a parameter that the endpoint does not know, as Stripe does. */
export function allowOnly(form: Form, names: readonly string[]): void {
  const unknown = Object.keys(form).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw invalidRequest("parameter_unknown", `Received unknown parameter: ${unknown}`, unknown);
}

/** Returns a string parameter. It is undefined when absent or empty. */
export function text(form: Form, name: string): string | undefined {
  const value = form[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function required(form: Form, name: string): string {
  const value = text(form, name);
  if (value === undefined) throw invalidRequest("parameter_missing", `Missing required param: ${name}.`, name);
  return value;
}

export function flag(form: Form, name: string): boolean {
  return text(form, name) === "true";
}

/** Returns an amount in the smallest unit of its currency, at least 1. */
export function amount(form: Form, name: string): number | undefined {
  const value = text(form, name);
  if (value === undefined) return undefined;
  if (!/^-?\d+$/.test(value)) throw invalidRequest("parameter_invalid_integer", `Invalid integer: ${value}`, name);
  if (Number(value) < 1) throw invalidRequest("amount_too_small", "Amount must be at least 1.", name);
  if (Number(value) > maxAmount) throw invalidRequest("amount_too_large", "Amount is too large.", name);
  return Number(value);
}

export function metadata(form: Form): Record<string, string> {
  const value = form.metadata;
  if (typeof value !== "object" || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

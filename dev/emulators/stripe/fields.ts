import { type CurrencyCode, parseCurrency } from "../../../workers/kit/domain/money.ts";
import { amountRules, findStepProblem } from "../../../workers/kit/domain/payment-amounts.ts";
import { invalidRequest } from "./errors.ts";
import type { Form } from "./form.ts";

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

/** Returns an amount in the smallest unit of this currency, at least 1. */
export function amount(form: Form, name: string, currency: CurrencyCode): number | undefined {
  const value = text(form, name);
  if (value === undefined) return undefined;
  if (!/^-?\d+$/.test(value)) throw invalidRequest("parameter_invalid_integer", `Invalid integer: ${value}`, name);
  if (Number(value) < 1) throw invalidRequest("amount_too_small", "Amount must be at least 1.", name);
  const amountMinor = BigInt(value);
  if (amountMinor > amountRules[currency].max) throw invalidRequest("amount_too_large", "Amount is too large.", name);
  const problem = findStepProblem({ amountMinor, currency });
  if (problem !== undefined) throw invalidRequest("invalid_amount", problem.message, name);
  return Number(value);
}

/** Returns the amount of a charge: Stripe rejects one below the minimum of its currency. */
export function chargeAmount(form: Form, name: string, currency: CurrencyCode): number {
  required(form, name);
  const value = amount(form, name, currency) ?? 0;
  if (BigInt(value) < amountRules[currency].min) {
    throw invalidRequest("amount_too_small", "Amount must convert to at least 50 cents.", name);
  }
  return value;
}

/** Returns the currency of the request, or of a stored payment. */
export function toCurrency(code: string): CurrencyCode {
  const currency = parseCurrency(code.toUpperCase());
  if (currency === undefined) throw invalidRequest("parameter_invalid", `Invalid currency: ${code}`, "currency");
  return currency;
}

export function metadata(form: Form): Record<string, string> {
  const value = form.metadata;
  if (typeof value !== "object" || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

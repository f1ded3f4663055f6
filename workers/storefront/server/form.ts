import { toInputId, type UserError } from "../../kit/pages/form.ts";
import type { PageContext } from "./page-context.ts";

/** Returns the text of an error of the API in the visitor's language. Codes without a text have the API's English message. */
export function describeUserError(c: PageContext, { code, message }: UserError): string {
  const strings: Readonly<Record<string, string>> = c.var.locale.messages.userErrors;
  return strings[code] ?? message;
}

/** Returns the errors of the API for an error summary. Each leads to the input with the last name of its path. */
export function toFormErrors(
  c: PageContext,
  userErrors: readonly UserError[],
): readonly { readonly text: string; readonly inputId: string | undefined }[] {
  return userErrors.map((error) => ({ text: describeUserError(c, error), inputId: toInputId(error) }));
}

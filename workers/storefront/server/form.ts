import type { UserErrorsFragment } from "../documents.generated.ts";
import type { PageContext } from "./page-context.ts";

/** The fields of a form that was sent. A field that is absent, or a file, is an empty string. */
export interface FormValues {
  get(name: string): string;
  has(name: string): boolean;
  /** The values of all fields whose name begins with `prefix`, by the rest of the name. */
  byPrefix(prefix: string): ReadonlyMap<string, string>;
}

/** Reads the form of a POST. */
export async function readForm(c: PageContext): Promise<FormValues> {
  const body = await c.req.parseBody();
  const values = new Map(
    Object.entries(body).map(([name, value]) => [name, typeof value === "string" ? value.trim() : ""]),
  );
  return {
    get: (name) => values.get(name) ?? "",
    has: (name) => values.has(name),
    byPrefix: (prefix) =>
      new Map(
        [...values].flatMap(([name, value]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [])),
      ),
  };
}

/** A form without values, for a page that was not sent yet. */
export const emptyForm: FormValues = { get: () => "", has: () => false, byPrefix: () => new Map() };

/** Returns the key of one form of one page, so that the form creates one thing however often it is sent. */
export function newFormKey(): string {
  return crypto.randomUUID();
}

/** Returns the text of an error of the API in the visitor's language. Codes without a text have the API's English message. */
export function describeUserError(c: PageContext, { code, message }: UserErrorsFragment): string {
  const strings: Readonly<Record<string, string>> = c.var.locale.messages.userErrors;
  return strings[code] ?? message;
}

/** Returns the errors of the API for an error summary. Each leads to the input with the last name of its path. */
export function toFormErrors(
  c: PageContext,
  userErrors: readonly UserErrorsFragment[],
): readonly { readonly text: string; readonly inputId: string | undefined }[] {
  return userErrors.map((error) => ({
    text: describeUserError(c, error),
    inputId: error.field?.findLast((name) => !/^\d+$/.test(name) && name !== "input"),
  }));
}

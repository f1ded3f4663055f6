/** An error of the API that a person can correct. */
export interface UserError {
  readonly code: string;
  readonly field: readonly string[] | null;
  readonly message: string;
}

/** The fields of a form that was sent. A field that is absent, or a file, is an empty string. */
export interface FormValues {
  get(name: string): string;
  has(name: string): boolean;
  /** The values of all fields with the name, for example of checkboxes. */
  all(name: string): readonly string[];
  /** The values of all fields whose name begins with `prefix`, by the rest of the name. */
  byPrefix(prefix: string): ReadonlyMap<string, string>;
}

interface FormRequest {
  readonly req: { parseBody(options: { all: true }): Promise<Record<string, FormEntry | readonly FormEntry[]>> };
}
type FormEntry = string | File;

/** Reads the form of a POST. */
export async function readForm(c: FormRequest): Promise<FormValues> {
  const body = await c.req.parseBody({ all: true });
  const values = new Map(
    Object.entries(body).map(([name, value]) => [
      name,
      [value].flat().map((entry) => (typeof entry === "string" ? entry.trim() : "")),
    ]),
  );
  return {
    // The last one, as with a hidden field before a checkbox.
    get: (name) => values.get(name)?.at(-1) ?? "",
    has: (name) => values.has(name),
    all: (name) => values.get(name) ?? [],
    byPrefix: (prefix) =>
      new Map(
        [...values].flatMap(([name, value]) =>
          name.startsWith(prefix) ? [[name.slice(prefix.length), value.at(-1) ?? ""]] : [],
        ),
      ),
  };
}

/** Returns whether an island sent the form, which reads JSON. A browser without JavaScript reads a page. */
export function acceptsJson(c: { readonly req: { header(name: string): string | undefined } }): boolean {
  return c.req.header("accept")?.includes("application/json") === true;
}

/** A form without values, for a page that was not sent yet. */
export const emptyForm: FormValues = { get: () => "", has: () => false, all: () => [], byPrefix: () => new Map() };

/** Returns the key of one form of one page, so that the form creates one thing however often it is sent. */
export function newFormKey(): string {
  return crypto.randomUUID();
}

/** Returns the key of a form that is shown again with errors. Empty, for a new key, if it created something with other values before. */
export function keyAfter(errors: readonly UserError[], sent = ""): string {
  return errors.some(({ code }) => code === "IDEMPOTENCY_KEY_REUSED") ? "" : sent;
}

/** Returns the id of the input that an error of the API is about: the last name of its path. */
export function toInputId({ field }: UserError): string | undefined {
  return field?.findLast((name) => !/^\d+$/.test(name) && name !== "input");
}

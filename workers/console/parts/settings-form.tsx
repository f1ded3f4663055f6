import type { ComponentChildren } from "preact";
import { type FormValues, keyAfter, toInputId, type UserError } from "../../kit/pages/form.ts";
import { Carried } from "./differences.tsx";
import { type DraftError, type FlatDraft, pickChanges, readLoadedDraft } from "./flat-draft.ts";
import { FormKey } from "./form-key.tsx";

/** The values of a form, and those that it was loaded with. Only fields that differ are changed. */
export interface Settings {
  readonly draft: FlatDraft;
  /** Undefined in the form of something new. */
  readonly base: FlatDraft | undefined;
  /** The version that the form was loaded with. Undefined in the form of something new, or without versions. */
  readonly etag?: string | undefined;
  /** The idempotency key of a form that was sent. */
  readonly formKey?: string;
  readonly errors: readonly DraftError[];
}

/** Returns the form of something as it is now. */
export function toSettings(draft: FlatDraft, etag?: string): Settings {
  return { draft, base: draft, etag, errors: [] };
}

/** Reads a form, or the choices after a conflict. */
export function readSettings(form: FormValues, labels: Readonly<Record<string, string>>): Settings {
  const { draft, loaded } = readLoadedDraft(form, Object.keys(labels));
  const etag = loaded?.etag === "" ? undefined : loaded?.etag;
  return { draft, base: loaded?.base, etag, formKey: form.get("idempotencyKey"), errors: [] };
}

/** Returns the fields that a person has changed, as the API takes them. All fields of something new. Undefined for none. */
export function findSettingsChanges<I extends object>(
  { draft, base }: Settings,
  toInput: (draft: FlatDraft) => I,
): Partial<I> | undefined {
  const changes = base === undefined ? toInput(draft) : pickChanges(toInput(draft), toInput(base));
  return Object.keys(changes).length === 0 ? undefined : changes;
}

export function withUserErrors(settings: Settings, errors: readonly UserError[]): Settings {
  const formKey = keyAfter(errors, settings.formKey);
  return { ...settings, formKey, errors: errors.map((error) => ({ text: error.message, inputId: toInputId(error) })) };
}

interface SettingsFormProps {
  /** The path that the form is sent to. */
  readonly path: string;
  readonly base: FlatDraft | undefined;
  readonly etag?: string | undefined;
  /** The idempotency key of a form of something new that was sent. */
  readonly formKey?: string | undefined;
  /** What it saves, for example "price list". */
  readonly what: string;
  readonly children: ComponentChildren;
}

/** A form that carries the values that it was loaded with, or the key of something new. */
export function SettingsForm({ path, base, etag, formKey, what, children }: SettingsFormProps) {
  return (
    <form method="post" action={path} class="stack product">
      {base === undefined ? <FormKey sent={formKey} /> : <Carried loaded={{ etag: etag ?? "", base }} />}
      {children}
      <p class="actions">
        <button type="submit">{`Save ${what}`}</button>
      </p>
    </form>
  );
}

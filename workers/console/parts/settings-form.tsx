import type { ComponentChildren } from "preact";
import { type FormValues, toInputId, type UserError } from "../../kit/pages/form.ts";
import { type DraftError, type FlatDraft, parseFlatDraft, pickChanges, readFlatDraft } from "./flat-draft.ts";

/** The values of a form, and those that it was loaded with. Only fields that differ are changed. */
export interface Settings {
  readonly draft: FlatDraft;
  /** Undefined in the form of something new. */
  readonly base: FlatDraft | undefined;
  readonly errors: readonly DraftError[];
}

/** Returns the form of something as it is now. */
export function toSettings(draft: FlatDraft): Settings {
  return { draft, base: draft, errors: [] };
}

export function readSettings(form: FormValues, labels: Readonly<Record<string, string>>): Settings {
  const names = Object.keys(labels);
  return { draft: readFlatDraft(form, names), base: parseFlatDraft(form.get("base"), names), errors: [] };
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
  return { ...settings, errors: errors.map((error) => ({ text: error.message, inputId: toInputId(error) })) };
}

interface SettingsFormProps {
  /** The path that the form is sent to. */
  readonly path: string;
  readonly base: FlatDraft | undefined;
  /** What it saves, for example "price list". */
  readonly what: string;
  readonly children: ComponentChildren;
}

/** A form that carries the values that it was loaded with. */
export function SettingsForm({ path, base, what, children }: SettingsFormProps) {
  return (
    <form method="post" action={path} class="stack product">
      {base !== undefined && <input type="hidden" name="base" value={JSON.stringify(base)} />}
      {children}
      <p class="actions">
        <button type="submit">{`Save ${what}`}</button>
      </p>
    </form>
  );
}

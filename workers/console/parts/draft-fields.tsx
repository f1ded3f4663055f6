import { Field } from "../../kit/pages/field.tsx";
import { Choices } from "./choices.tsx";
import type { DraftError, FlatDraft } from "./flat-draft.ts";
import { SelectField } from "./select-field.tsx";
import { TextArea } from "./text-area.tsx";
import { TimeField } from "./time-field.tsx";

interface Option {
  readonly value: string;
  readonly label: string;
}

interface TextOptions {
  readonly hint?: string;
  readonly required?: boolean;
  readonly maxlength?: number;
}

/** Returns functions that render the fields of a draft by their name: each with its value, and marked if it has an error. */
export function createDraftFields(
  draft: FlatDraft,
  errors: readonly DraftError[],
  labels: Readonly<Record<string, string>>,
) {
  const invalid = new Set(errors.map(({ inputId }) => inputId));
  const common = (name: string) => ({
    name,
    label: labels[name] ?? name,
    value: draft[name] ?? "",
    isInvalid: invalid.has(name),
  });
  return {
    text: (name: string, options: TextOptions = {}) => <Field {...common(name)} {...options} />,
    area: (name: string, options: TextOptions & { readonly rows?: number } = {}) => (
      <TextArea {...common(name)} rows={2} {...options} />
    ),
    time: (name: string) => <TimeField {...common(name)} />,
    select: (name: string, options: readonly Option[]) => <SelectField {...common(name)} options={options} />,
    checkbox: (name: string) => (
      <label class="check">
        <input id={name} type="checkbox" name={name} value="yes" checked={draft[name] === "yes"} /> {labels[name]}
      </label>
    ),
    choices: (name: string, options: readonly Option[]) => {
      const chosen = new Set((draft[name] ?? "").split("\n"));
      return options.length === 0 ? null : (
        <Choices
          legend={labels[name] ?? name}
          name={name}
          options={options.map((option) => ({ ...option, isChosen: chosen.has(option.value) }))}
        />
      );
    },
  };
}

interface FieldProps {
  /** Also the id of the input. */
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly type?: "text" | "email" | "password" | "search" | "tel" | "date" | "number";
  readonly autocomplete?: string;
  readonly placeholder?: string;
  readonly maxlength?: number;
  readonly minlength?: number;
  readonly required?: boolean;
  readonly isInvalid?: boolean;
  /** What the input expects. */
  readonly hint?: string;
  /** Whether a change of the input changes other parts of the page. */
  readonly "data-updates"?: "";
}

/** A line of text with its label. */
export function Field({ name, label, value, type = "text", isInvalid = false, hint, ...input }: FieldProps) {
  const hintId = hint === undefined ? undefined : `${name}-hint`;
  return (
    <p class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        // Preact's types allow one literal type at a time.
        type={type as "text"}
        value={value}
        aria-invalid={isInvalid ? "true" : undefined}
        aria-describedby={hintId}
        {...input}
      />
      {hint !== undefined && (
        <span id={hintId} class="quiet">
          {hint}
        </span>
      )}
    </p>
  );
}

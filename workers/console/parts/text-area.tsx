interface TextAreaProps {
  /** Also the id of the input. */
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly rows?: number;
  readonly maxlength?: number;
  readonly required?: boolean;
  readonly isInvalid?: boolean;
  /** What the input expects. */
  readonly hint?: string;
}

/** Several lines of text with their label. */
export function TextArea({ name, label, value, rows = 4, hint, isInvalid = false, ...input }: TextAreaProps) {
  const hintId = hint === undefined ? undefined : `${name}-hint`;
  return (
    <p class="field">
      <label for={name}>{label}</label>
      <textarea
        id={name}
        name={name}
        rows={rows}
        aria-invalid={isInvalid ? "true" : undefined}
        aria-describedby={hintId}
        {...input}
      >
        {value}
      </textarea>
      {hint !== undefined && (
        <span id={hintId} class="quiet">
          {hint}
        </span>
      )}
    </p>
  );
}

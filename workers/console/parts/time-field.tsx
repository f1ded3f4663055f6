interface TimeFieldProps {
  /** Also the id of the input. */
  readonly name: string;
  readonly label: string;
  /** A minute such as 2026-11-29T08:30, or an empty string. */
  readonly value: string;
  readonly isInvalid?: boolean;
}

/** A choice of a day and a time in UTC, with its label. */
export function TimeField({ name, label, value, isInvalid = false }: TimeFieldProps) {
  return (
    <p class="field">
      <label for={name}>{label}</label>
      <input id={name} name={name} type="datetime-local" value={value} aria-invalid={isInvalid ? "true" : undefined} />
    </p>
  );
}

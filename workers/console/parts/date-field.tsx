interface DateFieldProps {
  /** Also the id of the input. */
  readonly name: string;
  readonly label: string;
  /** A date such as 2026-11-29, or an empty string. */
  readonly value: string;
}

/** A choice of one day with its label. */
export function DateField({ name, label, value }: DateFieldProps) {
  return (
    <p class="field">
      <label for={name}>{label}</label>
      <input id={name} name={name} type="date" value={value} />
    </p>
  );
}

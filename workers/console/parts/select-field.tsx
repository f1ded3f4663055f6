interface SelectFieldProps {
  /** Also the id of the input. */
  readonly name: string;
  readonly label: string;
  /** The chosen value. */
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly isInvalid?: boolean;
}

/** A choice of one value with its label. */
export function SelectField({ name, label, value, options, isInvalid = false }: SelectFieldProps) {
  return (
    <p class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name} aria-invalid={isInvalid ? "true" : undefined}>
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </p>
  );
}

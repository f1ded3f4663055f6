interface ChoicesProps {
  readonly legend: string;
  /** Also the id of the group. */
  readonly name: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly isChosen: boolean }[];
}

/** Boxes of which several can be chosen. */
export function Choices({ legend, name, options }: ChoicesProps) {
  return (
    <fieldset id={name} class="stack">
      <legend>{legend}</legend>
      {options.map(({ value, label, isChosen }) => (
        <label key={value}>
          <input type="checkbox" name={name} value={value} checked={isChosen} /> {label}
        </label>
      ))}
    </fieldset>
  );
}

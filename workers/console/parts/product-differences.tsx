import { Fragment } from "preact";
import type { Choice, Difference } from "./product-conflict.ts";

/** For each field that differs: both values, and which one to keep. */
export function Differences({ differences }: { readonly differences: readonly Difference[] }) {
  return (
    <section class="scroll" tabindex={0} aria-label="Differences">
      <table>
        <caption class="hidden">Differences</caption>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Your value</th>
            <th scope="col">Value now</th>
          </tr>
        </thead>
        <tbody>
          {differences.map((difference) => (
            <tr key={difference.key}>
              <th scope="row" class="value">
                {difference.label}
              </th>
              <Value difference={difference} choice="mine" other="now" />
              <Value difference={difference} choice="now" other="mine" />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface ValueProps {
  readonly difference: Difference;
  readonly choice: Choice;
  readonly other: Choice;
}

/** One of the two values. The lines that the other one does not have are bold. */
function Value({ difference, choice, other }: ValueProps) {
  const { key, label, suggested } = difference;
  const lines = difference[choice]?.split("\n") ?? ["Not in the list"];
  const known = new Set(difference[other]?.split("\n"));
  return (
    <td class="value">
      <label>
        <input type="radio" name={`keep.${key}`} value={choice} checked={choice === suggested} />
        {choice === "mine" ? " Keep your value" : " Keep the value now"}
        <span class="hidden">{` of ${label}`}</span>
      </label>
      {lines.map((line, index) => (
        // Two lines may be equal.
        <Fragment key={`${index} ${line}`}>
          {"\n"}
          {known.has(line) ? line : <strong>{line}</strong>}
        </Fragment>
      ))}
    </td>
  );
}

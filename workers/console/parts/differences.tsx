import { Fragment } from "preact";

/** Which of two values of a field a person wants. */
export type Choice = "mine" | "now";

/** A field whose value in the form is not the present value. */
export interface Difference {
  /** The name of the field. */
  readonly key: string;
  readonly label: string;
  /** Undefined if the form does not have it. */
  readonly mine: string | undefined;
  readonly now: string | undefined;
  /** `now` for a field that the person did not change. */
  readonly suggested: Choice;
}

/** What a form was loaded with, so that a later change by someone else is noticed. */
export interface Loaded<D> {
  readonly etag: string;
  readonly base: D;
}

/** The version that a form was loaded with, as hidden fields. */
export function Carried({ loaded }: { readonly loaded: Loaded<unknown> | undefined }) {
  if (loaded === undefined) return null;
  return (
    <>
      <input type="hidden" name="etag" value={loaded.etag} />
      <input type="hidden" name="base" value={JSON.stringify(loaded.base)} />
    </>
  );
}

interface ConflictFormProps {
  /** The path of the page, to which the form is sent. */
  readonly path: string;
  readonly draft: unknown;
  /** The present version. */
  readonly loaded: Loaded<unknown>;
  readonly differences: readonly Difference[];
}

/** Asks which values to keep, after someone else has changed what the form is about. */
export function ConflictForm({ path, draft, loaded, differences }: ConflictFormProps) {
  return (
    <form method="post" action={path} class="stack product">
      <Carried loaded={loaded} />
      <input type="hidden" name="draft" value={JSON.stringify(draft)} />
      <Differences differences={differences} />
      <p class="actions">
        <button type="submit" name="then" value="save">
          Save these choices
        </button>
        <button type="submit" class="second" name="then" value="edit">
          Edit further
        </button>
        <a href={path}>Discard my changes</a>
      </p>
    </form>
  );
}

/** For each field that differs: both values, and which one to keep. */
function Differences({ differences }: { readonly differences: readonly Difference[] }) {
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

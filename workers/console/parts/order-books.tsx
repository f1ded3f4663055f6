import type { JSX } from "preact";

interface Difference {
  readonly message: string;
  readonly expected: string | null;
  readonly actual: string | null;
}

/** Where the systems disagree about an order. */
export function Differences({ differences }: { readonly differences: readonly Difference[] }) {
  if (differences.length === 0) return <p role="status">All four agree.</p>;
  return (
    <section aria-labelledby="differences">
      <h2 id="differences">Differences</h2>
      <ul>
        {differences.map(({ message, expected, actual }) => (
          <li key={message} class="bad">
            {message}
            {expected !== null && ` Expected: ${expected}.`}
            {actual !== null && ` Found: ${actual}.`}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface BookProps {
  readonly name: string;
  readonly content: unknown;
  /** What stands in the place of content that does not exist. */
  readonly empty: string;
}

/** What one system has recorded of an order. */
export function Book({ name, content, empty }: BookProps) {
  const id = name.toLowerCase().replaceAll(" ", "-");
  return (
    <section class="panel" aria-labelledby={id}>
      <h2 id={id}>{name}</h2>
      {content === null ? <p class="quiet">{empty}</p> : <dl class="facts">{toFacts(content, "")}</dl>}
    </section>
  );
}

/** Lists the values of JSON with their paths. */
function toFacts(value: unknown, path: string): readonly JSX.Element[] {
  if (value === null || value === undefined || value === "") return [];
  if (typeof value !== "object") {
    return [
      <div key={path}>
        <dt>{path}</dt>
        <dd>{String(value)}</dd>
      </div>,
    ];
  }
  return Object.entries(value).flatMap(([name, field]) => toFacts(field, path === "" ? name : `${path}.${name}`));
}

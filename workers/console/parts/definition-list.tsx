import type { ComponentChildren } from "preact";

interface DefinitionListProps {
  /** Terms with their values. Those without a value are left out. */
  readonly items: readonly { readonly term: string; readonly value: ComponentChildren }[];
}

/** Facts about one thing. */
export function DefinitionList({ items }: DefinitionListProps) {
  return (
    <dl class="facts">
      {items.map(({ term, value }) =>
        value === null || value === undefined || value === "" ? null : (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

import type { Messages } from "../messages/en.ts";

interface ComparisonFormProps {
  readonly messages: Messages;
  readonly slug: string;
  /** The products that the visitor can choose from. */
  readonly others: readonly { readonly slug: string; readonly name: string }[];
  readonly selected?: string;
}

/** Leads to the page that compares a product with another one. */
export function ComparisonForm({ messages, slug, others, selected = "" }: ComparisonFormProps) {
  if (others.length === 0) return null;
  const { compare } = messages;
  return (
    <form class="comparison" action="/compare">
      <input type="hidden" name="a" value={slug} />
      <label for="compare-with">{compare.with}</label>
      <select id="compare-with" name="b">
        {others.map((other) => (
          <option key={other.slug} value={other.slug} selected={other.slug === selected}>
            {other.name}
          </option>
        ))}
      </select>
      <button class="second" type="submit">
        {compare.show}
      </button>
    </form>
  );
}

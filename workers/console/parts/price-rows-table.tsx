import type { DraftError } from "./flat-draft.ts";
import type { PriceRow } from "./price-rows.ts";

interface PriceRowsProps {
  readonly rows: readonly PriceRow[];
  readonly errors: readonly DraftError[];
}

/** The prices of a list as a table of inputs. */
export function PriceRows({ rows, errors }: PriceRowsProps) {
  const invalid = new Set(errors.map(({ inputId }) => inputId));
  return (
    <section class="scroll" tabindex={0} aria-label="Prices">
      <table>
        <caption class="hidden">Prices</caption>
        <thead>
          <tr>
            <th scope="col">SKU</th>
            <th scope="col">Currency</th>
            <th scope="col">From units</th>
            <th scope="col">Price</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => {
            const label = row.was === "" ? "new price" : `${row.sku}, ${row.currency}, from ${row.minQuantity}`;
            const input = (name: keyof PriceRow, title: string) => (
              <input
                id={`price.${index}.${name}`}
                name={`price.${index}.${name}`}
                value={row[name]}
                aria-label={row.was === "" ? `${title} of new price ${index + 1}` : `${title} of ${label}`}
                aria-invalid={invalid.has(`price.${index}.${name}`) ? "true" : undefined}
              />
            );
            const fixed = (name: keyof PriceRow) => (
              <>
                <input type="hidden" name={`price.${index}.${name}`} value={row[name]} />
                {row[name]}
              </>
            );
            return (
              // New rows have no other identity than their place.
              <tr key={`price.${index}`}>
                {row.was === "" ? (
                  <>
                    <td>{input("sku", "SKU")}</td>
                    <td>{input("currency", "Currency")}</td>
                    <td>{input("minQuantity", "From units")}</td>
                  </>
                ) : (
                  <>
                    <th scope="row">{fixed("sku")}</th>
                    <td>{fixed("currency")}</td>
                    <td>{fixed("minQuantity")}</td>
                  </>
                )}
                <td>
                  <input type="hidden" name={`price.${index}.was`} value={row.was} />
                  {input("amount", "Price")}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

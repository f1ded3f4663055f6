import type { Money } from "../../kit/pages/money.ts";
import { Amount } from "./amount.tsx";

interface MethodPriceProps {
  readonly carrier: string | null;
  readonly rates: readonly { readonly price: Money }[];
}

/** What a shipping method costs: the carrier that computes it, or the price of each rate. */
export function MethodPrice({ carrier, rates }: MethodPriceProps) {
  if (carrier !== null) return <>{carrier}</>;
  return (
    <>
      {rates.map(({ price }, index) => (
        <div key={`${index}${price.currency}`}>
          <Amount money={price} />
        </div>
      ))}
    </>
  );
}

import { formatMoney, type Money } from "../../kit/pages/money.ts";
import type { Locale } from "../server/page-context.ts";

interface PriceProps {
  readonly locale: Locale;
  readonly price: Money;
  /** The price before a sale. */
  readonly compareAt?: Money | null;
  /** Whether other variants cost more. */
  readonly isMinimum?: boolean;
}

/** A price in the visitor's locale. A sale shows the price before, too. */
export function Price({ locale, price, compareAt = null, isMinimum = false }: PriceProps) {
  const { product } = locale.messages;
  const text = formatMoney(price, locale.tag);
  return (
    <p class="price">
      <data class={compareAt === null ? undefined : "sale"} value={price.amountMinor}>
        {isMinimum ? product.from(text) : text}
      </data>
      {compareAt !== null && (
        <s>
          <span class="hidden">{product.was("")}</span>
          {formatMoney(compareAt, locale.tag)}
        </s>
      )}
    </p>
  );
}

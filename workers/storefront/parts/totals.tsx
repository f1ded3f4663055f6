import { formatMoney, type Money } from "../../kit/pages/money.ts";
import type { Locale } from "../server/page-context.ts";

interface TotalsProps {
  readonly locale: Locale;
  readonly subtotal: Money;
  readonly discounts: readonly { readonly name: string; readonly code: string | null; readonly amount: Money }[];
  /** Undefined while no shipping method can be chosen. */
  readonly shipping: Money | undefined;
  readonly taxLines: readonly { readonly name: string; readonly ratePpm: number; readonly amount: Money }[];
  readonly taxesIncluded: boolean;
  readonly total: Money;
}

/** How the total of an order is composed. */
export function Totals({ locale, subtotal, discounts, shipping, taxLines, taxesIncluded, total }: TotalsProps) {
  const { totals: strings } = locale.messages;
  const format = (amount: Money) => formatMoney(amount, locale.tag);
  const percent = new Intl.NumberFormat(locale.tag, { style: "percent", maximumFractionDigits: 3 });
  return (
    <dl class="totals">
      <Row label={strings.subtotal} amount={format(subtotal)} />
      {discounts.map(({ name, code, amount }) => (
        <Row key={`${name} ${code}`} label={code === null ? name : `${name} (${code})`} amount={`−${format(amount)}`} />
      ))}
      {shipping !== undefined && <Row label={strings.shipping} amount={format(shipping)} />}
      {!taxesIncluded && taxLines.map((line) => <TaxRow key={line.name} {...line} percent={percent} format={format} />)}
      <Row label={strings.total} amount={format(total)} isTotal />
      {taxesIncluded &&
        taxLines.map((line) => (
          <Row
            key={line.name}
            label={strings.taxIncluded(line.name, percent.format(line.ratePpm / 1_000_000))}
            amount={format(line.amount)}
            isQuiet
          />
        ))}
    </dl>
  );
}

interface TaxRowProps {
  readonly name: string;
  readonly ratePpm: number;
  readonly amount: Money;
  readonly percent: Intl.NumberFormat;
  readonly format: (amount: Money) => string;
}

function TaxRow({ name, ratePpm, amount, percent, format }: TaxRowProps) {
  return <Row label={`${name} ${percent.format(ratePpm / 1_000_000)}`} amount={format(amount)} />;
}

interface RowProps {
  readonly label: string;
  readonly amount: string;
  readonly isTotal?: boolean;
  readonly isQuiet?: boolean;
}

function Row({ label, amount, isTotal = false, isQuiet = false }: RowProps) {
  return (
    <div class={isTotal ? "total" : isQuiet ? "quiet" : undefined}>
      <dt>{label}</dt>
      <dd>{amount}</dd>
    </div>
  );
}

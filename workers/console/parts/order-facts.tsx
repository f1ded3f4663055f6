import type { ConsoleAddressFragment } from "../documents.generated.ts";
import { Amount } from "./amount.tsx";
import { DefinitionList } from "./definition-list.tsx";
import type { OrderDetails } from "./order-data.ts";
import { toWords } from "./status-badge.tsx";
import { Time } from "./time.tsx";

interface OrderProps {
  readonly order: OrderDetails;
}

/** The lines of the order: what was bought, what became of the units, and what of their value is left to refund. */
export function Goods({ order: { lines } }: OrderProps) {
  return (
    <section class="scroll" tabindex={0} aria-labelledby="goods">
      <h2 id="goods">Goods</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">SKU</th>
            <th scope="col">Name</th>
            <th scope="col" class="num">
              Units
            </th>
            <th scope="col">Of them</th>
            <th scope="col" class="num">
              Price
            </th>
            <th scope="col" class="num">
              Discount
            </th>
            <th scope="col" class="num">
              Tax
            </th>
            <th scope="col" class="num">
              Left to refund
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.sku}>
              <th scope="row">{line.sku}</th>
              <td>{line.name}</td>
              <td class="num">{line.quantity}</td>
              <td>{describeUnits(line)}</td>
              <td class="num">
                <Amount money={line.unitPrice} />
              </td>
              <td class="num">
                <Amount money={line.discountTotal} />
              </td>
              <td class="num">
                <Amount money={line.tax} />
              </td>
              <td class="num">
                <Amount money={line.refundableAmount} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function describeUnits(line: OrderDetails["lines"][number]): string {
  const counts: readonly (readonly [number, string])[] = [
    [line.unfulfilledQuantity, "to ship"],
    [line.shippedQuantity, "shipped"],
    [line.cancelledQuantity, "cancelled"],
    [line.refundedQuantity, "refunded"],
    [line.restockedQuantity, "back on sale"],
  ];
  return counts.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`])).join(", ");
}

/** What the order costs, and how the sum is made up. */
export function OrderMoney({ order }: OrderProps) {
  const { subtotal, discounts, shipping, taxLines, taxesIncluded, total, refunded } = order;
  return (
    <section class="panel" aria-labelledby="money">
      <h2 id="money">Money</h2>
      <DefinitionList
        items={[
          { term: "Subtotal", value: <Amount money={subtotal} /> },
          ...discounts.map(({ name, code, amount }) => ({
            term: code === null ? name : `${name} (${code})`,
            value: (
              <>
                − <Amount money={amount} />
              </>
            ),
          })),
          { term: "Shipping", value: <Amount money={shipping} /> },
          ...taxLines.map(({ name, ratePpm, amount }) => ({
            term: `${name}, ${ratePpm / 10_000} %${taxesIncluded ? ", included" : ""}`,
            value: <Amount money={amount} />,
          })),
          { term: "Total", value: <Amount money={total} /> },
          { term: "Refunded", value: <Amount money={refunded} /> },
        ]}
      />
    </section>
  );
}

interface CustomerProps extends OrderProps {
  /** Returns whether the viewer may see a page. */
  readonly mayOpen: (path: string) => boolean;
}

/** Who bought, and where it goes. */
export function Customer({ order, mayOpen }: CustomerProps) {
  const { account, email, shippingAddress, billingAddress, shippingMethod, customerNote, market, couponCodes } = order;
  const path = account === null ? undefined : `/customers/${account.id}`;
  const name = account === null ? "" : [account.firstName, account.lastName].filter((part) => part !== "").join(" ");
  return (
    <section class="panel" aria-labelledby="customer">
      <h2 id="customer">Customer</h2>
      <DefinitionList
        items={[
          {
            term: "Account",
            value:
              account &&
              (path !== undefined && mayOpen(path) ? <a href={path}>{name || account.id}</a> : name || account.id),
          },
          { term: "Email", value: email },
          { term: "Ships to", value: shippingAddress && <PostalAddress address={shippingAddress} /> },
          { term: "Bills to", value: billingAddress && <PostalAddress address={billingAddress} /> },
          { term: "Shipping method", value: shippingMethod },
          { term: "Market", value: market?.name },
          { term: "Coupon codes", value: couponCodes.join(", ") },
          { term: "Note of the buyer", value: customerNote },
        ]}
      />
    </section>
  );
}

function PostalAddress({ address }: { readonly address: ConsoleAddressFragment }) {
  const { name, line1, line2, city, region, postalCode, countryCode } = address;
  return [name, line1, line2, [postalCode, city].join(" ").trim(), region, countryCode]
    .filter((part) => part !== null && part !== "")
    .join(", ");
}

/** All money that moved: the ledger of the payment. */
export function Ledger({ order: { transactions, refunds, disputes } }: OrderProps) {
  return (
    <section aria-labelledby="ledger">
      <h2 id="ledger">Ledger</h2>
      {transactions.length === 0 && <p class="empty">No money has moved.</p>}
      {transactions.length > 0 && (
        <div class="scroll" tabindex={0}>
          <table aria-labelledby="ledger">
            <thead>
              <tr>
                <th scope="col">Transaction</th>
                <th scope="col">Status</th>
                <th scope="col" class="num">
                  Amount
                </th>
                <th scope="col">Time (UTC)</th>
                <th scope="col">At the provider</th>
                <th scope="col">For</th>
              </tr>
            </thead>
            <tbody>
              {transactions.map(({ id, kind, status, amount, at, provider, providerReference, failureReason }) => (
                <tr key={id} class={status === "FAILED" ? "bad" : undefined}>
                  <th scope="row">{toWords(kind)}</th>
                  <td>
                    {toWords(status)}
                    {failureReason !== null && `: ${failureReason}`}
                  </td>
                  <td class="num">
                    <Amount money={amount} />
                  </td>
                  <td>
                    <Time at={at} />
                  </td>
                  <td>{providerReference === null ? "" : `${provider}: ${providerReference}`}</td>
                  <td>{describeRefund(refunds.find((refund) => refund.id === id))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {disputes.map(({ id, type, status, reason, amount, evidenceDueBy }) => (
        <p key={id} class="bad">
          {toWords(type)} of <Amount money={amount} />: {toWords(status)}, {reason}
          {evidenceDueBy !== null && (
            <>
              , evidence until <Time at={evidenceDueBy} />
            </>
          )}
        </p>
      ))}
    </section>
  );
}

function describeRefund(refund: OrderDetails["refunds"][number] | undefined): string {
  if (refund === undefined) return "";
  const units = refund.lines.filter(({ quantity }) => quantity > 0).map(({ sku, quantity }) => `${quantity} × ${sku}`);
  return [units.join(", "), refund.reason].filter((part) => part !== "").join(": ");
}

/** What was sent to the buyer. */
export function Shipments({ order: { shipments } }: OrderProps) {
  return (
    <section class="panel" aria-labelledby="shipments">
      <h2 id="shipments">Shipments</h2>
      {shipments.length === 0 && <p class="quiet">Nothing has been shipped.</p>}
      <ul>
        {shipments.map(({ id, carrier, trackingNumber, shippedAt, lines }) => (
          <li key={id}>
            {lines.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(", ")}
            {carrier !== null && `, ${carrier}`}
            {trackingNumber !== null && ` ${trackingNumber}`}, <Time at={shippedAt} />
          </li>
        ))}
      </ul>
    </section>
  );
}

import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import { Island } from "../../kit/pages/island.tsx";
import { formatMoney } from "../../kit/pages/money.ts";
import type { OrderDetailsFragment } from "../documents.generated.ts";
import type { Locale } from "../server/page-context.ts";
import type { PageView } from "../server/page-view.ts";
import { LineName, LinePicture } from "./line-picture.tsx";
import { PostalAddress } from "./postal-address.tsx";
import { formatTime } from "./time.ts";
import { Totals } from "./totals.tsx";

interface OrderViewProps {
  readonly view: PageView;
  readonly order: OrderDetailsFragment;
  readonly errors: readonly { readonly text: string }[];
  readonly formKey: string;
  /** Whether the visitor's session owns the order. Otherwise the order is shown without its actions. */
  readonly isOwner?: boolean;
  /** The past time at which the order was as it is shown. */
  readonly asOf?: string;
}

/** An order with its status, its timeline, its goods and its money. */
export function OrderView({ view, order, errors, formKey, isOwner = false, asOf }: OrderViewProps) {
  const { locale } = view;
  const { order: strings } = locale.messages;
  const { id, sequence, number, placedAt } = order;
  const content = (
    <div data-live="" data-sequence={sequence}>
      <h1>{strings.heading(number ?? "")}</h1>
      {placedAt !== null && <p class="quiet">{strings.placedOn(formatTime(placedAt, locale))}</p>}
      {asOf !== undefined && (
        <p class="notice">
          {strings.asOf(formatTime(asOf, locale))} <a href={`/orders/${id}`}>{strings.now}</a>
        </p>
      )}
      <ErrorSummary heading={strings.notChanged} errors={errors} />
      <div class="columns">
        <div>
          <OrderStatus locale={locale} order={order} />
          {isOwner && <OrderActions locale={locale} order={order} formKey={formKey} />}
          <Timeline locale={locale} order={order} isOwner={isOwner} />
          <Shipments locale={locale} order={order} />
        </div>
        <OrderSummary view={view} order={order} />
      </div>
    </div>
  );
  return isOwner ? (
    <Island name="live-order" props={{ path: `/orders/${id}` }}>
      {content}
    </Island>
  ) : (
    content
  );
}

interface OrderProps {
  readonly locale: Locale;
  readonly order: OrderDetailsFragment;
}

function OrderStatus({ locale, order: { status, rejection, stockHeldUntil } }: OrderProps) {
  const { order: strings, rejections } = locale.messages;
  const reasons: Readonly<Record<string, string>> = rejections;
  return (
    <section class={`status status-${status.toLowerCase()}`}>
      <h2 id="status-heading">{strings.status}</h2>
      <p role="status" aria-labelledby="status-heading">
        {strings.statuses[status]}
      </p>
      <p>{rejection === null ? strings.explanations[status] : (reasons[rejection.code] ?? rejection.message)}</p>
      {stockHeldUntil !== null && <p class="quiet">{strings.heldUntil(formatTime(stockHeldUntil, locale))}</p>}
    </section>
  );
}

function OrderActions({ locale, order, formKey }: OrderProps & { readonly formKey: string }) {
  const { order: strings } = locale.messages;
  const { id, status, paymentAction, actions } = order;
  const cancel = actions.find(({ type }) => type === "CANCEL");
  return (
    <div class="actions">
      {paymentAction?.url && (
        <form method="post" action={`/orders/${id}/pay`}>
          <button type="submit">{strings.pay}</button>
        </form>
      )}
      {status === "REJECTED" && (
        <a class="button" href="/checkout">
          {strings.toCheckout}
        </a>
      )}
      {cancel?.allowed === true && (
        <form method="post" action={`/orders/${id}/cancel`}>
          <input type="hidden" name="idempotencyKey" value={formKey} />
          <button class="second" type="submit">
            {strings.cancel}
          </button>
        </form>
      )}
      {status !== "REJECTED" && (
        <form method="post" action={`/orders/${id}/again`}>
          <input type="hidden" name="idempotencyKey" value={formKey} />
          <button class="second" type="submit">
            {strings.again}
          </button>
        </form>
      )}
    </div>
  );
}

/** What happened to the order, in sentences. Changes of the cart before it was placed are left out. */
function Timeline({ locale, order: { id, timeline }, isOwner }: OrderProps & { readonly isOwner: boolean }) {
  const { order: strings } = locale.messages;
  const sentences: Readonly<Record<string, string>> = strings.events;
  const shown = timeline.flatMap(({ sequence, type, at }) => {
    const text = sentences[type];
    return text === undefined ? [] : [{ sequence, text, at }];
  });
  return (
    <section>
      <h2 id="timeline">{strings.timeline}</h2>
      <ol class="timeline" aria-labelledby="timeline">
        {shown.map(({ sequence, text, at }) => (
          <li key={sequence}>
            <EventTime at={at} path={isOwner ? `/orders/${id}` : undefined} locale={locale} /> {text}
          </li>
        ))}
      </ol>
      {isOwner && (
        <p>
          <a href={`/orders/${id}/log`} download="">
            {strings.downloadLog}
          </a>
        </p>
      )}
    </section>
  );
}

interface EventTimeProps {
  readonly at: string;
  /** The page of the order, which shows it as it was then. */
  readonly path: string | undefined;
  readonly locale: Locale;
}

function EventTime({ at, path, locale }: EventTimeProps) {
  const time = <time datetime={at}>{formatTime(at, locale)}</time>;
  return path === undefined ? time : <a href={`${path}?asOf=${encodeURIComponent(at)}`}>{time}</a>;
}

function Shipments({ locale, order: { shipments } }: OrderProps) {
  const { order: strings } = locale.messages;
  if (shipments.length === 0) return null;
  return (
    <section>
      <h2>{strings.shipments}</h2>
      <ul>
        {shipments.map(({ id, carrier, trackingNumber, shippedAt, lines }) => (
          <li key={id}>
            {strings.shipped(
              lines.reduce((sum, { quantity }) => sum + quantity, 0),
              formatTime(shippedAt, locale),
            )}{" "}
            {[carrier, trackingNumber].filter((part) => part !== null).join(" ")}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface OrderSummaryProps {
  readonly view: PageView;
  readonly order: OrderDetailsFragment;
}

function OrderSummary({ view, order }: OrderSummaryProps) {
  const { locale } = view;
  const { order: strings } = locale.messages;
  const { shippingAddress: address, email, refunded } = order;
  return (
    <aside class="summary" aria-label={strings.summary}>
      <ul class="lines small">
        {order.lines.map((line) => (
          <li key={line.sku} class="line">
            <LinePicture view={view} line={line} />
            <p>
              {`${line.quantity} × `}
              <LineName line={line} />
            </p>
            <p class="amount">{formatMoney(line.total, locale.tag)}</p>
          </li>
        ))}
      </ul>
      <Totals locale={locale} {...order} />
      {refunded.amountMinor !== "0" && <p>{strings.refunded(formatMoney(refunded, locale.tag))}</p>}
      {address !== null && (
        <>
          <h2>{strings.deliverTo}</h2>
          <PostalAddress locale={locale} address={address} />
        </>
      )}
      {email !== null && <p class="quiet">{strings.emailedTo(email)}</p>}
    </aside>
  );
}

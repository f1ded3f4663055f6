import { Field } from "../../kit/pages/field.tsx";
import type { PageView } from "../server/page-view.ts";

interface StockNotificationFormProps {
  readonly view: PageView;
  readonly slug: string;
  readonly sku: string;
  /** Undefined when the page does not contain the stock. The island shows the form then. */
  readonly available: number | undefined;
  /** Whether the visitor has sent the form. */
  readonly isRequested: boolean;
}

/** The form of a version that is sold out: one email when it is back. */
export function StockNotificationForm({ view, slug, sku, available, isRequested }: StockNotificationFormProps) {
  const { product: strings, checkout } = view.locale.messages;
  return (
    <form
      class="purchase"
      method="post"
      action="/stock-notification"
      hidden={available === undefined || available > 0}
      data-notify=""
    >
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="sku" value={sku} />
      <Field name="email" type="email" label={checkout.email} value="" required autocomplete="email" />
      <div>
        <button class="second" type="submit">
          {strings.notify}
        </button>
      </div>
      <p role="status" data-notified="">
        {isRequested ? strings.notified : ""}
      </p>
    </form>
  );
}

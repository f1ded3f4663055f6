import { type Timestamp, timestampDate } from "@bufbuild/protobuf/wkt";
import type { Money as MoneyMessage } from "../../../proto/gen/common/v1/money_pb.js";
import type { Address, OrderEmail } from "../../../proto/gen/order/v1/order_pb.js";
import { fromMoneyMessage } from "../../kit/connect/money-message.ts";
import { formatMoney } from "../../kit/domain/money.ts";

interface Locales {
  /** Of the buyer. Amounts are formatted in it. */
  readonly buyer: string;
  /** Of the text of the email. Dates and names of countries are in it. */
  readonly text: string;
}

interface Shop {
  readonly name: string;
  /** Base URL of the storefront. */
  readonly url: string;
}

/**
 * Returns the variables of the templates of order emails, which docs/emails.md describes. All values are formatted. Absent
 * ones are empty, so that templates can compare them.
 */
export function toOrderVariables({ order, shipment, refund }: OrderEmail, shop: Shop, { buyer, text }: Locales) {
  const format = (amount: MoneyMessage | undefined) => formatMoney(fromMoneyMessage(amount), buyer);
  const formatUnlessZero = (amount: MoneyMessage | undefined) =>
    amount === undefined || amount.amountMinor === 0n ? "" : format(amount);
  const names = new Map(order?.lines.map(({ sku, name }) => [sku, name]));
  return {
    shop,
    order: {
      number: order?.number ?? "",
      date: formatDate(order?.placeTime, text),
      url: `${shop.url}/orders/${order?.id ?? ""}`,
      lines: (order?.lines ?? []).map(({ sku, name, quantity, unitPrice, total }) => ({
        sku,
        name,
        quantity,
        unitPrice: format(unitPrice),
        total: format(total),
      })),
      subtotal: format(order?.subtotal),
      shipping: format(order?.shipping),
      discount: formatUnlessZero(order?.discountTotal),
      tax: formatUnlessZero(order?.tax),
      // Otherwise the tax is added to the prices.
      taxIncluded: order?.taxesIncluded ?? false,
      reverseCharge: formatUnlessZero(order?.reverseChargeAmount),
      total: format(order?.total),
      shippingAddress: formatAddress(order?.shippingAddress, text),
    },
    shipment: {
      carrier: shipment?.carrier ?? "",
      trackingNumber: shipment?.trackingNumber ?? "",
      lines: (shipment?.lines ?? []).map(({ sku, quantity }) => ({ sku, name: names.get(sku) ?? sku, quantity })),
    },
    refund: { amount: formatUnlessZero(refund) },
  };
}

function formatDate(time: Timestamp | undefined, locale: string): string {
  if (time === undefined) return "";
  return new Intl.DateTimeFormat([locale, "en"], { dateStyle: "long", timeZone: "UTC" }).format(timestampDate(time));
}

/** Returns the lines of an address. */
function formatAddress(address: Address | undefined, locale: string): readonly string[] {
  if (address === undefined) return [];
  const { name, line1, line2 = "", postalCode, city, region = "", countryCode } = address;
  const country = new Intl.DisplayNames([locale, "en"], { type: "region" }).of(countryCode) ?? countryCode;
  return [name, line1, line2, `${postalCode} ${city}`.trim(), region, country].filter((line) => line !== "");
}

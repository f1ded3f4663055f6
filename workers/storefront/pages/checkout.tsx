import { askPersonal } from "../../kit/pages/ask.ts";
import { type FormValues, newFormKey, readForm } from "../../kit/pages/form.ts";
import { redirectTo } from "../../kit/pages/redirect.ts";
import { readConfig } from "../config.ts";
import {
  CheckoutQuoteDocument,
  type CheckoutQuoteQuery,
  CheckoutStartDocument,
  type CheckoutStartQuery,
  PlaceOrderDocument,
  SetCouponCodesDocument,
  SetLocaleDocument,
  type UserErrorsFragment,
} from "../documents.generated.ts";
import { CheckoutPage } from "../parts/checkout-page.tsx";
import { renderPage } from "../parts/page.tsx";
import { findRegionErrors } from "../parts/regions.ts";
import { isCustomer } from "../server/customer.ts";
import { describeUserError } from "../server/form.ts";
import { toApiLocale } from "../server/locale.ts";
import type { PageContext } from "../server/page-context.ts";
import { toPageView } from "../server/page-view.ts";
import { type CheckoutCart, type CheckoutValues, countriesOf, fromForm, toInitialValues } from "./checkout-form.ts";
import { sendToBank } from "./payment-return.ts";

interface Checkout {
  readonly start: CheckoutStartQuery;
  readonly cart: CheckoutCart;
}

/** What went wrong with a form that was sent. */
interface Failure {
  readonly errors?: readonly UserErrorsFragment[];
  /** Why the last placement was rejected. */
  readonly rejection?: CheckoutCart["rejection"];
  /** The code that was entered, if it is not valid. */
  readonly couponCode?: string;
}

/** The page that places the cart as an order. */
export async function checkout(c: PageContext): Promise<Response> {
  const found = await readCheckout(c);
  if (found === undefined) return redirectTo("/cart");
  const { start, cart } = found;
  return renderCheckout(c, found, toInitialValues(start, cart, c.var.visitor), { rejection: cart.rejection });
}

/** Applies or removes a code, computes the price again, or places the order, by the button that sent the form. */
export async function submitCheckout(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const values = fromForm(form);
  const action = form.get("action");
  if (action === "place") return place(c, form, values);
  const found = await readCheckout(c);
  if (found === undefined) return redirectTo("/cart");
  const { cart } = found;
  if (action === "apply")
    return setCodes(c, values, [...cart.couponCodes, form.get("couponCode")], form.get("couponCode"));
  if (form.has("removeCode")) {
    return setCodes(
      c,
      values,
      cart.couponCodes.filter((code) => code !== form.get("removeCode")),
    );
  }
  return renderCheckout(c, found, values);
}

async function readCheckout(c: PageContext): Promise<Checkout | undefined> {
  const { cookies } = c.var;
  if (!cookies.hasAccess && !cookies.hasRefresh) return undefined;
  const start = await askPersonal(c, CheckoutStartDocument, {});
  const { cart } = start;
  return cart === null || cart.lines.length === 0 ? undefined : { start, cart };
}

/** Stores the cart's coupon codes and shows what the order costs with them. `added` is the code that the buyer has entered. */
async function setCodes(
  c: PageContext,
  values: CheckoutValues,
  couponCodes: readonly string[],
  added?: string,
): Promise<Response> {
  const found = await readCheckout(c);
  if (found === undefined) return redirectTo("/cart");
  if (added === "") return renderCheckout(c, found, values);
  const input = { cartId: found.cart.id, couponCodes: [...couponCodes] };
  const { setCartCouponCodes } = await askPersonal(c, SetCouponCodesDocument, { input });
  const errors = setCartCouponCodes.userErrors.map((error) => ({ ...error, field: ["couponCode"] }));
  const isChanged = errors.length === 0;
  const cart = isChanged ? { ...found.cart, couponCodes } : found.cart;
  return renderCheckout(c, { ...found, cart: { ...cart, couponCodes: [...cart.couponCodes] } }, values, {
    errors,
    ...(isChanged || added === undefined ? {} : { couponCode: added }),
  });
}

async function place(c: PageContext, form: FormValues, values: CheckoutValues): Promise<Response> {
  const cartId = form.get("cartId");
  const { email, address, shippingMethod, paymentMethod, customerNote } = values;
  const { line2, region, ...required } = address;
  const incomplete = findRegionErrors(address);
  if (incomplete.length > 0) {
    const found = await readCheckout(c);
    return found === undefined ? redirectTo("/cart") : renderCheckout(c, found, values, { errors: incomplete });
  }
  if (form.has("setsLocale")) await setLocale(c);
  const { placeOrder } = await askPersonal(c, PlaceOrderDocument, {
    input: {
      idempotencyKey: form.get("idempotencyKey"),
      cartId,
      paymentMethod,
      shippingAddress: { ...required, ...(line2 === "" ? {} : { line2 }), ...(region === "" ? {} : { region }) },
      ...(shippingMethod === "" ? {} : { shippingMethod }),
      ...(email === "" ? {} : { email }),
      ...(customerNote === "" ? {} : { customerNote }),
      expectedTotal: { amountMinor: form.get("totalAmount"), currency: form.get("totalCurrency") as "EUR" },
      returnUrl: `${readConfig(c.env).origin}/pay/return?order=${encodeURIComponent(cartId)}`,
    },
  });
  const { order, userErrors } = placeOrder;
  if (order?.paymentAction?.url) return sendToBank(c, order.paymentAction.url);
  if (order !== null && order.status !== "REJECTED") return redirectTo(`/orders/${order.id}`);
  const found = await readCheckout(c);
  // The cart of a form from the browser's history may be an order now.
  if (found === undefined) return redirectTo(cartId === "" ? "/cart" : `/orders/${cartId}`);
  return renderCheckout(c, found, values, { errors: userErrors, rejection: order?.rejection ?? null });
}

/** Gives a guest the language of the page, for the emails about the order. Without it they have the language before. */
async function setLocale(c: PageContext): Promise<void> {
  await askPersonal(c, SetLocaleDocument, { locale: toApiLocale(c.var.locale) }).catch(() => undefined);
}

async function renderCheckout(
  c: PageContext,
  { start, cart }: Checkout,
  values: CheckoutValues,
  { errors = [], rejection = null, couponCode = "" }: Failure = {},
): Promise<Response> {
  const quote = await readQuote(c, cart, values);
  const view = toPageView(c);
  const { checkout: strings, rejections } = view.locale.messages;
  const { stripePublishableKey } = readConfig(c.env);
  const isGuest = start.me !== null && !isCustomer(start.me);
  const reasons: Readonly<Record<string, string>> = rejections;
  const problems = [
    ...(rejection === null ? [] : [{ text: reasons[rejection.code] ?? rejection.message }]),
    ...errors.map((error) => ({ text: describeUserError(c, error), inputId: toInputId(error) })),
    ...quote.problems
      .filter(({ code }) => !errors.some((error) => error.code === code))
      .map((error) => ({ text: describeUserError(c, error), inputId: toInputId(error) })),
  ];
  return renderPage(
    c,
    {
      title: strings.heading,
      status: errors.length > 0 || rejection !== null ? 422 : 200,
      styles: ["checkout"],
      islands: ["form-parts", ...(stripePublishableKey === undefined ? [] : ["payment"])],
      isPersonal: true,
      ...(stripePublishableKey === undefined ? {} : { allowed: stripeHosts }),
    },
    <CheckoutPage
      view={view}
      cart={cart}
      values={values}
      quote={quote}
      countries={countriesOf(start.markets, c.var.visitor.market)}
      problems={problems}
      invalid={new Set(errors.map(toInputId).filter((id) => id !== undefined))}
      couponCode={couponCode}
      formKey={newFormKey()}
      setsLocale={isGuest && start.me?.preferences.locale !== toApiLocale(view.locale)}
      stripePublishableKey={stripePublishableKey}
    />,
  );
}

async function readQuote(
  c: PageContext,
  cart: CheckoutCart,
  { address, shippingMethod }: CheckoutValues,
): Promise<CheckoutQuoteQuery["quote"]> {
  const { countryCode, region, postalCode } = address;
  const destination = {
    countryCode,
    ...(region === "" ? {} : { region }),
    ...(postalCode === "" ? {} : { postalCode }),
  };
  const input = { cartId: cart.id, destination, couponCodes: [...cart.couponCodes] };
  const ask = (method: string) =>
    askPersonal(c, CheckoutQuoteDocument, {
      input: { ...input, ...(method === "" ? {} : { shippingMethod: method }) },
    });
  const { quote } = await ask(shippingMethod);
  // The chosen method does not serve the new destination.
  const isUnavailable = shippingMethod !== "" && !quote.shippingOptions.some(({ code }) => code === shippingMethod);
  return isUnavailable ? (await ask("")).quote : quote;
}

/** Returns the id of the input that an error is about: the last name of its path. */
function toInputId({ field }: UserErrorsFragment): string | undefined {
  const name = field?.findLast((part) => !/^\d+$/.test(part));
  return name !== undefined && inputIds.has(name) ? name : undefined;
}

const inputIds: ReadonlySet<string> = new Set([
  "email",
  "name",
  "line1",
  "line2",
  "city",
  "region",
  "postalCode",
  "countryCode",
  "couponCode",
  "customerNote",
]);

/** The hosts that the payment provider's script needs. */
const stripeHosts = {
  "script-src": ["https://js.stripe.com"],
  "frame-src": ["https://js.stripe.com", "https://hooks.stripe.com"],
  "connect-src": ["https://api.stripe.com"],
};

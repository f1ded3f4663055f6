import { StripeError } from "./errors.ts";
import type { PaymentIntent } from "./objects.ts";
import { authenticate, bankPagePath, getIntent } from "./payment-intents.ts";
import type { Sandbox } from "./sandbox.ts";

export interface PageRequest {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
}

/** A page, or a redirect to `location`. */
export interface PageResponse {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Pages load nothing and run no script. The redirect after the form may lead to any site, so `form-action` is not set. With the
 * policy `no-referrer`, the form would have the Origin `null`, which the emulator rejects.
 */
const headers = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
};

/**
 * Handles the page of the customer's bank for a payment that was confirmed with a `return_url`. GET shows a form with two
 * buttons; POST applies the answer like `/sandbox/payment_intents/ID/authenticate`, and redirects to the `return_url` with the
 * parameters that Stripe adds.
 */
export function handleBankPage(sandbox: Sandbox, { method, url, body }: PageRequest): PageResponse {
  const intent = findIntent(sandbox, url);
  if (intent === undefined) return page(404, "Payment not found", "<p>This payment does not exist.</p>");
  const returnUrl = returnUrlOf(intent);
  if (returnUrl === undefined) {
    return page(200, "Payment confirmed", "<p>This payment does not wait for you. You can close this page.</p>");
  }
  if (method !== "POST") return askPage(intent);
  const agrees = new URLSearchParams(body).get("decision") === "approve";
  sandbox.store.transaction(() => authenticate(sandbox, intent.id, agrees));
  const location = new URL(returnUrl);
  location.searchParams.set("payment_intent", intent.id);
  location.searchParams.set("payment_intent_client_secret", intent.client_secret);
  location.searchParams.set("redirect_status", agrees ? "succeeded" : "failed");
  return { status: 303, body: "", headers: { ...headers, location: location.href } };
}

function findIntent(sandbox: Sandbox, { pathname, searchParams }: URL): PaymentIntent | undefined {
  try {
    const intent = getIntent(sandbox, pathname.slice(bankPagePath.length));
    return searchParams.get("client_secret") === intent.client_secret ? intent : undefined;
  } catch (error) {
    if (error instanceof StripeError) return undefined;
    throw error;
  }
}

/** Returns the address to send the customer back to, while the payment waits for the customer. */
function returnUrlOf({ status, next_action }: PaymentIntent): string | undefined {
  const action = next_action as { readonly redirect_to_url?: { readonly return_url: string } } | null;
  return status === "requires_action" ? action?.redirect_to_url?.return_url : undefined;
}

function askPage({ amount, currency }: PaymentIntent): PageResponse {
  const money = new Intl.NumberFormat("en", { style: "currency", currency: currency.toUpperCase() });
  const digits = money.resolvedOptions().maximumFractionDigits ?? 2;
  return page(
    200,
    "Was that you?",
    `<p>A shop wants to charge your card with <strong>${money.format(amount / 10 ** digits)}</strong>.</p>
    <form method="post">
      <button name="decision" value="approve">Approve</button>
      <button name="decision" value="decline">Decline</button>
    </form>
    <p>This page belongs to the payment sandbox. No money moves.</p>`,
  );
}

function page(status: number, title: string, content: string): PageResponse {
  const body = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title} – Test Bank</title>
  <link rel="icon" href="data:,">
  <style>
    :root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5; }
    main { max-width: 26rem; margin: 4rem auto; padding: 0 1rem; }
    button { font: inherit; min-height: 2.75rem; padding: 0 1.5rem; margin-right: 0.5rem; cursor: pointer; }
  </style>
</head>
<body><main><h1>${title}</h1>${content}</main></body>
</html>
`;
  return { status, body, headers };
}

import { askPersonal } from "../../kit/pages/ask.ts";
import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import { emptyForm, type FormValues, keyAfter, readForm, toInputId, type UserError } from "../../kit/pages/form.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import { parseDecimalAmount } from "../../kit/pages/money.ts";
import {
  ConsoleCancelLinesDocument,
  ConsoleCancelOrderDocument,
  ConsoleFulfilDocument,
  ConsoleMarkDeliveredDocument,
  ConsoleRefundDocument,
  ConsoleResolveDocument,
  OrderActionPageDocument,
  type PreviewOrderActionInput,
} from "../documents.generated.ts";
import { type ActionOrder, type ActionPreview, OrderActionForm, unitsLeft } from "../parts/order-action-form.tsx";
import { actionPages, type PreviewedAction } from "../parts/order-actions.tsx";
import { renderPage } from "../parts/page.tsx";
import { redirectWithMessage } from "../server/flash.ts";
import type { PageContext } from "../server/page-context.ts";

const done: Readonly<Record<PreviewedAction, string>> = {
  FULFIL: "The units were shipped.",
  REFUND: "The refund was requested.",
  CANCEL_LINES: "The units were cancelled.",
  CANCEL: "The cancellation was requested.",
  MARK_DELIVERED: "The order was marked as delivered.",
  RETRY: "The effects are tried again.",
  GIVE_UP: "The order was given up.",
};

/** Returns the page of an action. It shows what the action would do. */
export function actionPage(type: PreviewedAction): (c: PageContext) => Promise<Response> {
  return async (c) => {
    const { order, preview } = await load(c, { orderId: getId(c), type });
    return render(c, { type, order, preview, form: emptyForm, isPreviewed: !startsEmpty(type) });
  };
}

/** Returns the handler of the form of an action. It executes the action only after it has shown the same preview. */
export function submitAction(type: PreviewedAction): (c: PageContext) => Promise<Response> {
  return async (c) => {
    const form = await readForm(c);
    const { order, preview: ofAll } = await load(c, { orderId: getId(c), type });
    const input = toInput(order, type, form);
    if ("message" in input)
      return render(c, { type, order, preview: ofAll, form, errors: [input], isPreviewed: false });
    const { preview } = await load(c, input);
    const view = { type, order, preview, form, isPreviewed: true };
    const isConfirmed = form.get("show") === "" && form.get("previewed") === nameOf(preview);
    if (!isConfirmed || !preview.allowed) return render(c, view);
    const errors = await execute(c, form, input);
    return errors.length === 0
      ? redirectWithMessage(c, `/orders/${order.id}`, done[type])
      : render(c, { ...view, errors });
  };
}

function getId(c: PageContext): string {
  return c.req.param("id") ?? "";
}

type ActionInput = PreviewOrderActionInput & { readonly type: PreviewedAction };

async function load(c: PageContext, preview: ActionInput) {
  const found = await askPersonal(c, OrderActionPageDocument, { id: preview.orderId, preview });
  if (found.order === null || found.previewOrderAction === null) throw new PageNotFound();
  return { order: found.order, preview: found.previewOrderAction };
}

/** Without a choice, these actions would be for all that is left. That needs a choice too. */
function startsEmpty(type: PreviewedAction): boolean {
  return type === "REFUND" || type === "CANCEL_LINES";
}

/** Returns what the form is for, or what is wrong with it. */
function toInput(order: ActionOrder, type: PreviewedAction, form: FormValues): ActionInput | UserError {
  const input = { orderId: order.id, type };
  if (unitsLeft[type] === undefined) return input;
  const restock = form.has("restock") ? { restock: true } : {};
  const lines = order.lines
    .map(({ sku }) => ({ sku, quantity: Number(form.get(`quantity:${sku}`)), ...restock }))
    .filter(({ quantity }) => Number.isInteger(quantity) && quantity > 0);
  const refundShipping = form.has("shipping");
  const amountText = form.get("amount");
  if (amountText !== "") {
    const { currency } = order.refundableShipping;
    const amountMinor = parseDecimalAmount(amountText, currency);
    if (amountMinor === undefined) return toError(`This is not an amount in ${currency}`, "amount");
    if (lines.length > 0 || refundShipping) return toError("Choose either units and shipping, or an amount", "amount");
    return { ...input, amount: { amountMinor, currency } };
  }
  if (lines.length === 0 && !refundShipping) {
    return toError(type === "REFUND" ? "Choose units, shipping or an amount" : "Choose units");
  }
  return { ...input, ...(lines.length === 0 ? {} : { lines }), refundShipping };
}

function toError(message: string, field?: string): UserError {
  return { code: "INVALID", message, field: field === undefined ? null : [field] };
}

/** Returns a name of what the preview says: the same name only for the same decision and the same amounts. */
function nameOf(preview: ActionPreview): string {
  return JSON.stringify(preview);
}

async function execute(c: PageContext, form: FormValues, input: ActionInput): Promise<readonly UserError[]> {
  const { orderId, type, lines, amount, refundShipping } = input;
  const keyed = { orderId, idempotencyKey: form.get("idempotencyKey") };
  const text = (name: string) => form.get(name) || null;
  switch (type) {
    case "CANCEL":
      return (await askPersonal(c, ConsoleCancelOrderDocument, { input: { ...keyed, reason: text("reason") } })).result
        .userErrors;
    case "CANCEL_LINES": {
      const units = (lines ?? []).map(({ sku, quantity }) => ({ sku, quantity }));
      const cancelled = { ...keyed, lines: units, refundShipping: refundShipping === true, reason: form.get("reason") };
      return (await askPersonal(c, ConsoleCancelLinesDocument, { input: cancelled })).result.userErrors;
    }
    case "REFUND": {
      const refunded = { ...keyed, reason: form.get("reason"), lines, amount, refundShipping };
      return (await askPersonal(c, ConsoleRefundDocument, { input: refunded })).result.userErrors;
    }
    case "FULFIL": {
      const units = lines?.map(({ sku, quantity }) => ({ sku, quantity }));
      const shipped = { ...keyed, lines: units, carrier: text("carrier"), trackingNumber: text("trackingNumber") };
      return (await askPersonal(c, ConsoleFulfilDocument, { input: shipped })).result.userErrors;
    }
    case "MARK_DELIVERED":
      return (await askPersonal(c, ConsoleMarkDeliveredDocument, { input: { orderId } })).result.userErrors;
    case "RETRY":
    case "GIVE_UP": {
      const resolved = { orderId, resolution: type, note: form.get("note") };
      return (await askPersonal(c, ConsoleResolveDocument, { input: resolved })).result.userErrors;
    }
  }
}

interface ActionView {
  readonly type: PreviewedAction;
  readonly order: ActionOrder;
  readonly preview: ActionPreview;
  readonly form: FormValues;
  readonly errors?: readonly UserError[];
  /** Whether the preview is that of the form. Otherwise it is that of all that is left. */
  readonly isPreviewed: boolean;
}

function render(c: PageContext, { type, order, preview, form, errors = [], isPreviewed }: ActionView): Response {
  const title = `${actionPages[type].label}: order ${order.number ?? order.id}`;
  return renderPage(
    c,
    { title, status: errors.length === 0 ? 200 : 422, styles: ["order"] },
    <div class="narrow">
      <h1>{title}</h1>
      <ErrorSummary
        heading="Nothing was changed"
        errors={errors.map((error) => ({ text: error.message, inputId: toInputId(error) }))}
      />
      <OrderActionForm
        order={order}
        type={type}
        form={form}
        formKey={keyAfter(errors, form.get("idempotencyKey"))}
        preview={preview}
        previewed={isPreviewed ? nameOf(preview) : ""}
      />
    </div>,
  );
}

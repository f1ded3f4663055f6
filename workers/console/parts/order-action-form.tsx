import { Field } from "../../kit/pages/field.tsx";
import type { FormValues } from "../../kit/pages/form.ts";
import type { OrderActionPageQuery } from "../documents.generated.ts";
import { Amount } from "./amount.tsx";
import { DefinitionList } from "./definition-list.tsx";
import { FormKey } from "./form-key.tsx";
import { actionPages, type PreviewedAction } from "./order-actions.tsx";
import { describePreview } from "./order-explanation.tsx";

export type ActionOrder = NonNullable<OrderActionPageQuery["order"]>;
export type ActionPreview = NonNullable<OrderActionPageQuery["previewOrderAction"]>;

type Line = ActionOrder["lines"][number];

/** Which units an action can be for. Undefined for an action on the whole order. */
export const unitsLeft: Readonly<Partial<Record<PreviewedAction, (line: Line) => number>>> = {
  FULFIL: ({ unfulfilledQuantity }) => unfulfilledQuantity,
  CANCEL_LINES: ({ unfulfilledQuantity }) => unfulfilledQuantity,
  REFUND: ({ quantity, refundedQuantity }) => quantity - refundedQuantity,
};

interface ActionFormProps {
  readonly order: ActionOrder;
  readonly type: PreviewedAction;
  /** What was sent. Empty on the first page. */
  readonly form: FormValues;
  /** Empty for a new key. */
  readonly formKey: string;
  readonly preview: ActionPreview;
  /** Names the preview that the page shows. A form that is sent with another one shows the preview first. */
  readonly previewed: string;
}

/** A form for one action, with what the action would do. */
export function OrderActionForm({ order, type, form, formKey, preview, previewed }: ActionFormProps) {
  const { path, label, isDangerous } = actionPages[type];
  const left = unitsLeft[type];
  return (
    <form method="post" action={`/orders/${order.id}/${path}`} class="stack">
      <FormKey sent={formKey} />
      <input type="hidden" name="previewed" value={previewed} />
      {left !== undefined && (
        <fieldset class="units">
          <legend>Units</legend>
          {order.lines.map((line) => (
            <UnitField
              key={line.sku}
              line={line}
              max={left(line)}
              value={form.get(`quantity:${line.sku}`)}
              type={type}
            />
          ))}
        </fieldset>
      )}
      {type === "REFUND" && <RefundFields order={order} form={form} />}
      {type === "CANCEL_LINES" && <ShippingField order={order} form={form} />}
      {type === "FULFIL" && (
        <>
          <Field name="carrier" label="Carrier" value={form.get("carrier")} maxlength={100} />
          <Field name="trackingNumber" label="Tracking number" value={form.get("trackingNumber")} maxlength={100} />
        </>
      )}
      <ReasonField type={type} form={form} />
      <Preview preview={preview} isOfAll={previewed === ""} />
      <p class="actions">
        <button
          type="submit"
          class={isDangerous ? "danger" : undefined}
          disabled={!preview.allowed && left === undefined}
        >
          {label}
        </button>
        {left !== undefined && (
          <button type="submit" name="show" value="preview" class="second" formnovalidate>
            Preview
          </button>
        )}
        <a href={`/orders/${order.id}`}>Back to the order</a>
      </p>
    </form>
  );
}

interface UnitFieldProps {
  readonly line: Line;
  readonly max: number;
  readonly value: string;
  readonly type: PreviewedAction;
}

function UnitField({ line: { sku, name, refundableAmount }, max, value, type }: UnitFieldProps) {
  const id = `quantity:${sku}`;
  return (
    <p class="field">
      <label for={id}>Quantity of {sku}</label>
      <input
        id={id}
        name={id}
        type="number"
        min={0}
        max={max}
        step={1}
        inputmode="numeric"
        value={value === "" ? (type === "FULFIL" ? String(max) : "0") : value}
        disabled={max === 0}
        aria-describedby={`${id}-hint`}
      />
      <span id={`${id}-hint`} class="quiet">
        {name}, at most {max}
        {type === "REFUND" && (
          <>
            , <Amount money={refundableAmount} /> left to refund
          </>
        )}
      </span>
    </p>
  );
}

function RefundFields({ order, form }: { readonly order: ActionOrder; readonly form: FormValues }) {
  return (
    <>
      <ShippingField order={order} form={form} />
      <p>
        <label>
          <input type="checkbox" name="restock" value="true" checked={form.get("restock") === "true"} />
          Shipped units came back and can be sold again
        </label>
      </p>
      <Field
        name="amount"
        label="Amount, in place of units"
        value={form.get("amount")}
        maxlength={20}
        hint="Any amount. It changes no units."
      />
    </>
  );
}

function ShippingField({ order, form }: { readonly order: ActionOrder; readonly form: FormValues }) {
  if (BigInt(order.refundableShipping.amountMinor) === 0n) return null;
  return (
    <p>
      <label>
        <input type="checkbox" name="shipping" value="true" checked={form.get("shipping") === "true"} />
        Refund shipping too, <Amount money={order.refundableShipping} />
      </label>
    </p>
  );
}

function ReasonField({ type, form }: { readonly type: PreviewedAction; readonly form: FormValues }) {
  if (type === "FULFIL" || type === "MARK_DELIVERED") return null;
  if (type === "RETRY" || type === "GIVE_UP") {
    return <Field name="note" label="Note" value={form.get("note")} maxlength={500} required />;
  }
  const isRequired = type !== "CANCEL";
  return <Field name="reason" label="Reason" value={form.get("reason")} maxlength={500} required={isRequired} />;
}

/** What the action would do. The order's own decision has computed all of it. */
function Preview({ preview, isOfAll }: { readonly preview: ActionPreview; readonly isOfAll: boolean }) {
  const { allowed, reason, refund } = preview;
  return (
    <section class="panel" aria-labelledby="preview" aria-live="polite">
      <h2 id="preview">{isOfAll ? "What it would be for all that is left" : "What would happen"}</h2>
      {allowed ? <p>{describePreview(preview)}</p> : <p class="bad">Not possible: {reason}</p>}
      {refund !== null && (
        <DefinitionList
          items={[
            { term: "Refund", value: <Amount money={refund.amount} /> },
            { term: "Of it tax", value: <Amount money={refund.tax} /> },
            { term: "Of it shipping", value: <Amount money={refund.shipping} /> },
            ...refund.lines.map(({ sku, quantity, restockedQuantity, amount }) => ({
              term: sku,
              value: (
                <>
                  {quantity} units, <Amount money={amount} />
                  {restockedQuantity > 0 && `, ${restockedQuantity} back on sale`}
                </>
              ),
            })),
          ]}
        />
      )}
    </section>
  );
}

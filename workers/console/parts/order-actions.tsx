import type { OrderActionType } from "../documents.generated.ts";
import { isUnfinished } from "../domain/timeline.ts";
import { ActionForm } from "./action-form.tsx";
import type { OrderDetails } from "./order-data.ts";

/** The actions that have a page with their preview, with the last part of its path. */
export const actionPages = {
  FULFIL: { path: "fulfil", label: "Fulfill", isDangerous: false },
  REFUND: { path: "refund", label: "Refund", isDangerous: false },
  CANCEL_LINES: { path: "cancel-units", label: "Cancel units", isDangerous: true },
  CANCEL: { path: "cancel", label: "Cancel order", isDangerous: true },
  MARK_DELIVERED: { path: "deliver", label: "Mark as delivered", isDangerous: false },
  RETRY: { path: "retry", label: "Retry", isDangerous: false },
  GIVE_UP: { path: "give-up", label: "Give up", isDangerous: true },
} as const satisfies Partial<Record<OrderActionType, object>>;

export type PreviewedAction = keyof typeof actionPages;

/** What the viewer may do with the order. An action that is not possible now is disabled, with the reason. */
export function OrderActions({ order, mayWrite }: { readonly order: OrderDetails; readonly mayWrite: boolean }) {
  const path = `/orders/${order.id}`;
  const types = Object.keys(actionPages) as PreviewedAction[];
  const find = (type: OrderActionType) => order.actions.find((action) => action.type === type);
  const isWaiting = order.effects.some(isUnfinished);
  return (
    <section aria-labelledby="actions">
      <h2 id="actions">Actions</h2>
      <ul class="actions">
        {types.map((type) => {
          const action = find(type);
          const { path: name, label, isDangerous } = actionPages[type];
          return (
            action !== undefined && (
              <li key={type}>
                <form action={`${path}/${name}`} class="action">
                  <button
                    type="submit"
                    class={isDangerous ? "danger" : undefined}
                    disabled={!action.allowed}
                    aria-describedby={action.allowed ? undefined : `reason-${name}`}
                  >
                    {label}
                  </button>
                  {!action.allowed && (
                    <span id={`reason-${name}`} class="quiet">
                      {action.reason}
                    </span>
                  )}
                </form>
              </li>
            )
          );
        })}
        {find("RESUME_PAYMENT")?.allowed === true && (
          <li>
            <ActionForm action={`${path}/resume-payment`} label="Ask the payment provider" />
          </li>
        )}
        {mayWrite && isWaiting && (
          <li>
            <ActionForm action={`${path}/run`} label="Run pending effects now" />
          </li>
        )}
      </ul>
    </section>
  );
}

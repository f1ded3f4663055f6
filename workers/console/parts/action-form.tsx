import type { ComponentChildren } from "preact";
import { newFormKey } from "../../kit/pages/form.ts";

interface ActionFormProps {
  /** The path that the form is sent to. */
  readonly action: string;
  /** The text of the button. */
  readonly label: string;
  readonly id?: string;
  /** Values that the form sends besides its fields. */
  readonly values?: Readonly<Record<string, string>>;
  /** Why the action is not possible. The button is disabled then. */
  readonly reason?: string | undefined;
  /** Whether the action cannot be undone. */
  readonly isDangerous?: boolean;
  readonly children?: ComponentChildren;
}

/** A form that does one thing. Its key makes all of its submissions the same action. */
export function ActionForm({ action, label, id, values = {}, reason, isDangerous = false, children }: ActionFormProps) {
  const reasonId = `reason-${label.toLowerCase().replaceAll(/[^a-z]+/g, "-")}`;
  return (
    <form method="post" action={action} id={id} class="action">
      <input type="hidden" name="idempotencyKey" value={newFormKey()} />
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {reason === undefined && children}
      <button
        type="submit"
        class={isDangerous ? "danger" : undefined}
        disabled={reason !== undefined}
        aria-describedby={reason === undefined ? undefined : reasonId}
      >
        {label}
      </button>
      {reason !== undefined && (
        <span id={reasonId} class="quiet">
          {reason}
        </span>
      )}
    </form>
  );
}

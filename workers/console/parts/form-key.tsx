import { newFormKey, type UserError } from "../../kit/pages/form.ts";

/** The idempotency key of a form of something new, so that the form creates one thing however often it is sent. */
export const FormKey = ({ sent }: { readonly sent: string | undefined }) => (
  <input type="hidden" name="idempotencyKey" value={sent || newFormKey()} />
);

/** Returns the key of a form that is shown again with errors: none if it created something with other values before. */
export function keyAfter(errors: readonly UserError[], sent = ""): string {
  return errors.some(({ code }) => code === "IDEMPOTENCY_KEY_REUSED") ? "" : sent;
}

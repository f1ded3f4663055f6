import { newFormKey } from "../../kit/pages/form.ts";

/** The idempotency key of a form of something new, so that the form creates one thing however often it is sent. */
export const FormKey = ({ sent }: { readonly sent: string | undefined }) => (
  <input type="hidden" name="idempotencyKey" value={sent || newFormKey()} />
);

import { Field } from "../../kit/pages/field.tsx";
import { Island } from "../../kit/pages/island.tsx";

interface TokenFieldProps {
  readonly label: string;
  /** Where a visitor without JavaScript finds the token. */
  readonly hint: string;
  readonly value: string;
  /** Whether the visitor has to see the field although it is empty. */
  readonly isShown: boolean;
  /** Whether the form is sent as soon as the token is read. */
  readonly isSent?: boolean;
}

/**
 * The token of a link in an email. It is in the fragment of the link, which browsers do not send to a server. The island `token`
 * reads it.
 */
export function TokenField({ label, hint, value, isShown, isSent = false }: TokenFieldProps) {
  return (
    <Island name="token" props={{ isSent }}>
      {isShown || value !== "" ? (
        <Field name="token" label={label} value={value} hint={hint} autocomplete="one-time-code" />
      ) : (
        <input type="hidden" name="token" value={value} />
      )}
    </Island>
  );
}

import { Field } from "../../kit/pages/field.tsx";
import type { Locale } from "../server/page-context.ts";

interface NewPasswordFieldProps {
  readonly locale: Locale;
  readonly label: string;
}

/** The field of a new password. The API decides whether it is strong enough. */
export function NewPasswordField({ locale, label }: NewPasswordFieldProps) {
  return (
    <Field
      name="newPassword"
      type="password"
      label={label}
      value=""
      autocomplete="new-password"
      minlength={10}
      maxlength={128}
      required
      hint={locale.messages.account.passwordHint}
    />
  );
}

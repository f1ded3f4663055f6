import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import { toInputId, type UserError } from "../../kit/pages/form.ts";

interface UserErrorsProps {
  readonly heading: string;
  readonly errors: readonly UserError[];
}

/** The errors of the API for a form that was sent. */
export function UserErrors({ heading, errors }: UserErrorsProps) {
  return (
    <ErrorSummary
      heading={heading}
      errors={errors.map((error) => ({ text: error.message, inputId: toInputId(error) }))}
    />
  );
}

/** An error response of Stripe's API. */
export class StripeError extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, type: string, code: string | undefined, message: string, more: object = {}) {
    super(message);
    this.name = "StripeError";
    this.status = status;
    this.body = { type, ...(code === undefined ? {} : { code }), message, ...more };
  }
}

export const invalidRequest = (code: string, message: string, param?: string): StripeError =>
  new StripeError(400, "invalid_request_error", code, message, param === undefined ? {} : { param });

export const missing = (resource: string, id: string, param = "id"): StripeError =>
  new StripeError(404, "invalid_request_error", "resource_missing", `No such ${resource}: '${id}'`, { param });

/** The gateway could not respond to a query, or rejected it. Pages show it as an error page. */
export class GatewayError extends Error {
  /** One of the codes of `UserError` in the schema, for example RATE_LIMITED. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "GatewayError";
    this.code = code;
  }
}

export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** The body, in plain text. */
  readonly text: string;
  /** The body in HTML, for clients that show it in place of the text. */
  readonly html?: string;
  /** The provider sends only one mail per key. */
  readonly idempotencyKey: string;
}

/** Sends a mail. Throws when the provider does not accept it. */
export type Mailer = (mail: Mail) => Promise<void>;

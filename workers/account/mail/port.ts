export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** The body, in plain text. */
  readonly text: string;
  /** The provider sends only one mail per key. */
  readonly idempotencyKey: string;
}

/** Sends a mail. Throws when the provider does not accept it. */
export type Mailer = (mail: Mail) => Promise<void>;

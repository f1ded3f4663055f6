export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** Plain. */
  readonly text: string;
  /** The same key again sends nothing again. */
  readonly idempotencyKey: string;
}

/** Sends mail. Throws when the provider did not take it. */
export type Mailer = (mail: Mail) => Promise<void>;

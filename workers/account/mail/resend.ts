import type { AccountConfig } from "../config.ts";
import type { Mailer } from "./port.ts";

const timeoutMs = 5_000;

/** Creates a mailer that uses Resend's HTTP API. */
export function createResendMailer({ apiKey, host, from }: AccountConfig["mail"]): Mailer {
  const url = host === "" ? "https://api.resend.com/emails" : `http://${host}/emails`;
  return async ({ to, subject, text, idempotencyKey }) => {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        authorization: `Bearer ${apiKey}`,
        "content-type": "application/json",
        "idempotency-key": idempotencyKey,
      },
      body: JSON.stringify({ from, to: [to], subject, text }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    // The body may contain the recipient's address, so only the status is logged.
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The mail provider responded with ${response.status}`);
  };
}

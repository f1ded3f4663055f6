import type { AccountConfig } from "../config.ts";
import type { Mailer } from "./port.ts";

const timeoutMs = 5_000;

/** Mail through Resend's HTTP API. */
export function resendMailer({ apiKey, host, from }: AccountConfig["mail"]): Mailer {
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
    // What the provider says may quote the address: only its status is for the log.
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the mail provider answered ${response.status}`);
  };
}

import { parseEmail } from "../../kit/domain/email-address.ts";
import { outboundFetch } from "../../kit/outbound-fetch.ts";
import type { AccountConfig } from "../config.ts";
import type { Mailer } from "./port.ts";

const timeoutMs = 5_000;

/** Creates a mailer that uses Resend's HTTP API. */
export function createResendMailer({
  apiKey,
  origin,
  from,
}: Pick<AccountConfig["mail"], "apiKey" | "origin" | "from">): Mailer {
  const url = `${origin}/emails`;
  return async ({ to, subject, text, html, idempotencyKey }) => {
    // Resend reads `Name <a@b>` as the mailbox a@b, which would bypass the limit of mails to one receiver.
    if (!isBareAddress(to)) throw new Error("The receiver is not a bare email address");
    const response = await outboundFetch(url, {
      method: "POST",
      headers: {
        authorization: `Bearer ${apiKey}`,
        "content-type": "application/json",
        "idempotency-key": idempotencyKey,
      },
      body: JSON.stringify({ from, to: [to], subject, text, ...(html === undefined ? {} : { html }) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    // The body may contain the recipient's address, so only the status is logged.
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The mail provider responded with ${response.status}`);
  };
}

function isBareAddress(to: string): boolean {
  const parsed = parseEmail(to);
  return parsed.ok && parsed.value === to.normalize("NFC");
}

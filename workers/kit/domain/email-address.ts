import { splitEmail, toAsciiDomain } from "./email-key.ts";
import { maxEmailBytes, maxEmailLocalBytes } from "./limits.ts";
import { type DomainError, err, ok, type Result } from "./result.ts";
import { isPrintable } from "./text.ts";

/** A dot-atom of RFC 5321, with characters of other scripts as in RFC 6531. */
const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
/** Some characters of other scripts are invisible, as fillers and variation selectors are. */
const invisible = /\p{Default_Ignorable_Code_Point}/u;

/**
 * Returns the address in NFC, without white space around it. Rejects display names, quoted local parts, IP addresses and
 * domains that IDNA does not accept. Only a mail can show that the address exists.
 */
export function parseEmail(text: string): Result<string, DomainError> {
  const email = text.trim().normalize("NFC");
  const { local, domain } = splitEmail(email);
  const isValid =
    localPart.test(local) &&
    !invisible.test(email) &&
    byteLength(local) <= maxEmailLocalBytes &&
    byteLength(email) <= maxEmailBytes &&
    toAsciiDomain(domain) !== undefined;
  if (!isValid) return err({ reason: "INVALID_EMAIL", message: "Invalid email address", field: ["email"] });
  return ok(email);
}

/** The sender of a mail. */
export interface Mailbox {
  /** Empty for an address without a name. */
  readonly name: string;
  readonly address: string;
}

/** Parses `address` or `Name <address>`. Returns undefined for other text, such as two addresses. */
export function parseMailbox(text: string): Mailbox | undefined {
  const [, name = "", bracketed] = /^([^<>]*)<([^<>]*)>$/.exec(text) ?? [];
  const address = parseEmail(bracketed ?? text);
  if (!address.ok || address.value !== (bracketed ?? text).normalize("NFC") || !isPrintable(name)) return undefined;
  return { name: name.trim(), address: address.value };
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

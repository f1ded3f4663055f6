import { type DomainError, err, ok, type Result } from "../../kit/domain/result.ts";

const maxLocalBytes = 64;
const maxBytes = 254;

/** A dot-atom of RFC 5321, with characters of other scripts as in RFC 6531. */
const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const domainName = /^[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)+$/u;
const asciiDomainName =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Some characters of other scripts are invisible, as fillers and variation selectors are. */
const invisible = /\p{Default_Ignorable_Code_Point}/u;

/**
 * Returns the address in NFC, without white space around it. Rejects display names, quoted local parts, IP addresses and
 * domains that IDNA does not accept. Only a mail can show that the address exists.
 */
export function parseEmail(text: string): Result<string, DomainError> {
  const email = text.trim().normalize("NFC");
  const { local, domain } = split(email);
  const isValid =
    localPart.test(local) &&
    !invisible.test(email) &&
    byteLength(local) <= maxLocalBytes &&
    byteLength(email) <= maxBytes &&
    toAsciiDomain(domain) !== undefined;
  if (!isValid) return err({ reason: "INVALID_EMAIL", message: "Invalid email address", field: ["email"] });
  return ok(email);
}

/**
 * Returns the form of an address that identifies an account: two spellings that differ in case, or in the encoding of the
 * domain, have the same key. Also accepts text that is not a valid address.
 */
export function toEmailKey(text: string): string {
  const email = text.trim().normalize("NFC");
  const { local, domain } = split(email);
  return domain === "" ? foldCase(local) : `${foldCase(local)}@${toAsciiDomain(domain) ?? foldCase(domain)}`;
}

/**
 * Returns the text in NFC, with full case folding of Unicode: ς and σ are equal, and so are ß and ss. The Turkish ı and İ
 * differ from i. Lower case alone is not enough, because ẞ has no upper case, and depends on the position of Σ.
 */
export function foldCase(text: string): string {
  const folded = [...text.normalize("NFC")].map((char) =>
    char === "ı" ? char : mapEach(mapEach(char.toLowerCase(), upperCase), lowerCase),
  );
  return folded.join("").normalize("NFC");
}

const upperCase = (char: string): string => char.toUpperCase();
const lowerCase = (char: string): string => char.toLowerCase();

/** Maps each code point on its own, so that its position in the word has no effect. */
function mapEach(text: string, map: (char: string) => string): string {
  return [...text].map(map).join("");
}

function split(email: string): { readonly local: string; readonly domain: string } {
  const at = email.lastIndexOf("@");
  return at < 0 ? { local: email, domain: "" } : { local: email.slice(0, at), domain: email.slice(at + 1) };
}

/** Returns the domain as DNS stores it (IDNA, UTS 46), or undefined when it is invalid. */
function toAsciiDomain(domain: string): string | undefined {
  if (!domainName.test(domain) || invisible.test(domain) || !URL.canParse(`http://${domain}`)) return undefined;
  const { hostname } = new URL(`http://${domain}`);
  return asciiDomainName.test(hostname) ? hostname : undefined;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

import { foldCase } from "./case-folding.ts";

const domainName = /^[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)+$/u;
const asciiDomainName =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Some characters of other scripts are invisible, as fillers and variation selectors are. */
const invisible = /\p{Default_Ignorable_Code_Point}/u;

/**
 * Returns the form of an address that identifies an account: two spellings that differ in case, or in the encoding of the
 * domain, have the same key. Also accepts text that is not a valid address.
 */
export function toEmailKey(text: string): string {
  const email = text.trim().normalize("NFC");
  const { local, domain } = splitEmail(email);
  return domain === "" ? foldCase(local) : `${foldCase(local)}@${toAsciiDomain(domain) ?? foldCase(domain)}`;
}

export function splitEmail(email: string): { readonly local: string; readonly domain: string } {
  const at = email.lastIndexOf("@");
  return at < 0 ? { local: email, domain: "" } : { local: email.slice(0, at), domain: email.slice(at + 1) };
}

/** Returns the domain as DNS stores it (IDNA, UTS 46), or undefined when it is invalid. */
export function toAsciiDomain(domain: string): string | undefined {
  if (!domainName.test(domain) || invisible.test(domain) || !URL.canParse(`http://${domain}`)) return undefined;
  const { hostname } = new URL(`http://${domain}`);
  return asciiDomainName.test(hostname) ? hostname : undefined;
}

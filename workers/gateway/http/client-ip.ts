import { findAddress } from "./page-request.ts";

/**
 * Returns the address that rate limits count: an IPv4 address as it is, and the /64 network of an IPv6 address
 * (`2001:db8:0:0::/64`). A subscriber gets at least a /64 and chooses the other 64 bits freely. Returns undefined for an
 * invalid address.
 */
export function normaliseIp(address: string): string | undefined {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address;
  if (!mapped.includes(":")) return isIpv4(mapped) ? mapped : undefined;
  const [front = "", back, ...rest] = mapped.toLowerCase().split("::");
  const groups = [...groupsOf(front), ...groupsOf(back ?? "")];
  const missing = 8 - groups.length;
  const isComplete = back === undefined ? missing === 0 : missing > 0;
  if (rest.length > 0 || !isComplete || !groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return undefined;
  const all = [...groupsOf(front), ...Array<string>(missing).fill("0"), ...groupsOf(back ?? "")];
  const prefix = all.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ""));
  return `${prefix.join(":")}::/64`;
}

/** Returns the address of a request that rate limits count; "local" without Cloudflare in front of the Worker. */
export function clientIpOf(request: Request): string {
  return normaliseIp(findAddress(request) ?? "") ?? "local";
}

const groupsOf = (part: string): readonly string[] => (part === "" ? [] : part.split(":"));

const isIpv4 = (text: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(text) && text.split(".").every((part) => Number(part) < 256);

/** A CIDR block: the first bits of its addresses as a number. IPv4 addresses are in `::ffff:0:0/96`. */
interface IpNetwork {
  readonly address: bigint;
  /** Number of significant bits, out of 128. */
  readonly length: number;
}

const totalBits = 128;
const mappedIpv4 = 0xffff_0000_0000n;

/**
 * Returns a CIDR block in a normal form: `192.0.2.0/24` or `2001:db8::/32`. An address without a length is a block of one
 * address. Returns undefined for other text, and for an address with bits beyond the length.
 */
export function parseCidr(text: string): string | undefined {
  const trimmed = text.trim().toLowerCase();
  const network = toNetwork(trimmed);
  if (network === undefined || (network.address & ((1n << BigInt(totalBits - network.length)) - 1n)) !== 0n)
    return undefined;
  return trimmed.includes("/") ? trimmed : `${trimmed}/${trimmed.includes(":") ? totalBits : 32}`;
}

/**
 * Returns the /48 network (`2001:db8:0::/48`) of a /64 network as the gateway writes it (`2001:db8:0:0::/64`). One subscriber
 * may have a whole /48, which has 65,536 of the /64 networks that count as one address. Returns undefined for other text.
 */
export function toSubscriberNetwork(ip: string): string | undefined {
  const [, prefix] = /^([0-9a-f]+:[0-9a-f]+:[0-9a-f]+):[0-9a-f]+::\/64$/.exec(ip) ?? [];
  return prefix === undefined ? undefined : `${prefix}::/48`;
}

/** Returns whether an IP address is in one of the CIDR blocks. Returns false for invalid text. */
export function isInNetworks(ip: string, networks: readonly string[]): boolean {
  const address = toAddress(ip.trim().toLowerCase());
  if (address === undefined) return false;
  return networks.some((text) => {
    const network = toNetwork(text);
    if (network === undefined) return false;
    const shift = BigInt(totalBits - network.length);
    return address >> shift === network.address >> shift;
  });
}

function toNetwork(text: string): IpNetwork | undefined {
  const [ip = "", bits, ...rest] = text.split("/");
  const address = toAddress(ip);
  const isIpv4 = !ip.includes(":");
  const max = isIpv4 ? 32 : totalBits;
  const length = bits === undefined ? max : /^(0|[1-9]\d{0,2})$/.test(bits) ? Number(bits) : Number.NaN;
  if (address === undefined || rest.length > 0 || !(length <= max)) return undefined;
  return { address, length: isIpv4 ? length + totalBits - 32 : length };
}

function toAddress(text: string): bigint | undefined {
  const [, prefix = "", ipv4] = /^(.*?)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(text) ?? [];
  if (ipv4 === undefined) return toIpv6(text);
  const bytes = ipv4.split(".").map(Number);
  if (bytes.some((byte) => byte > 255)) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  if (prefix === "") return mappedIpv4 | BigInt(((a << 24) | (b << 16) | (c << 8) | d) >>> 0);
  return toIpv6(`${prefix}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`);
}

function toIpv6(text: string): bigint | undefined {
  const [front = "", back, ...rest] = text.split("::");
  const groupsOf = (part: string) => (part === "" ? [] : part.split(":"));
  const [head, tail] = [groupsOf(front), groupsOf(back ?? "")];
  const missing = 8 - head.length - tail.length;
  if (rest.length > 0 || (back === undefined ? missing !== 0 : missing < 1)) return undefined;
  const groups = [...head, ...Array<string>(missing).fill("0"), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return undefined;
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

/**
 * The network that an address counts as: of IPv4 the address itself; of IPv6 the first half of it (`2001:db8:0:0::/64`),
 * which is the least that anybody is given, and in which they may call themselves what they like. Undefined for what is
 * no address.
 */
export function normaliseIp(address: string): string | undefined {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address;
  if (!mapped.includes(":")) return isIpv4(mapped) ? mapped : undefined;
  const [front = "", back, ...more] = mapped.toLowerCase().split("::");
  const groups = [...groupsOf(front), ...groupsOf(back ?? "")];
  const left = 8 - groups.length;
  const isWhole = back === undefined ? left === 0 : left > 0;
  if (more.length > 0 || !isWhole || !groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return undefined;
  const all = [...groupsOf(front), ...Array<string>(left).fill("0"), ...groupsOf(back ?? "")];
  const prefix = all.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ""));
  return `${prefix.join(":")}::/64`;
}

const groupsOf = (part: string): readonly string[] => (part === "" ? [] : part.split(":"));

const isIpv4 = (text: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(text) && text.split(".").every((part) => Number(part) < 256);

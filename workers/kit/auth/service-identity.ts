import { signIdentity } from "./identity.ts";

/** Shorter than an identity lives, so that one taken from here lasts through a call. */
const reuseMs = 30_000;

const signed = new Map<string, { readonly header: Promise<string>; readonly until: number }>();

/** The signed identity of a Worker that calls on its own behalf. */
export function serviceIdentity(service: string, secret: string, now: number): Promise<string> {
  const known = signed.get(service);
  if (known !== undefined && known.until > now) return known.header;
  const header = signIdentity({ roles: [], service }, secret, now);
  signed.set(service, { header, until: now + reuseMs });
  return header;
}

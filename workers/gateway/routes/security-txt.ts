import type { Context } from "hono";
import { readConfig } from "../config.ts";
import { rateLimitByIp } from "../middleware/rate-limit.ts";
import type { GatewayEnv } from "../middleware/request-context.ts";

const dayMs = 24 * 3_600_000;
/** The contact is read from the configuration, so it is as current as the deployment. */
const validDays = 180;

/** Handles `GET /.well-known/security.txt` (RFC 9116): where to report a vulnerability. */
export async function handleSecurityTxt(c: Context<GatewayEnv>): Promise<Response> {
  await rateLimitByIp(c);
  const { issuer, securityContact } = readConfig(c.env);
  const expires = new Date(Math.floor(Date.now() / dayMs + validDays) * dayMs).toISOString();
  const lines = [
    `Contact: ${securityContact}`,
    `Expires: ${expires}`,
    "Preferred-Languages: en",
    `Canonical: ${new URL("/.well-known/security.txt", issuer).href}`,
  ];
  const headers = { "content-type": "text/plain; charset=utf-8", "cache-control": "public, max-age=86400" };
  return c.body(`${lines.join("\n")}\n`, 200, headers);
}

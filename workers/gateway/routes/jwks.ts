import type { Context } from "hono";
import { AccountService } from "../../../proto/gen/account/v1/account_pb.js";
import { createRpcClient } from "../../kit/connect/client.ts";
import { readFastPaths } from "../../kit/fast-paths.ts";
import { rateLimitByIp } from "../middleware/rate-limit.ts";
import type { GatewayEnv } from "../middleware/request-context.ts";

/** Handles `GET /.well-known/jwks.json`: the public keys that verify access tokens. */
export async function handleJwks(c: Context<GatewayEnv>): Promise<Response> {
  await rateLimitByIp(c);
  const account = createRpcClient(c.env.ACCOUNT, { trace: c.get("trace"), fastPath: readFastPaths(c.env).connect });
  const { jwksJson } = await account(AccountService.method.getSigningKeys, {});
  return c.body(jwksJson, 200, { "content-type": "application/jwk-set+json", "cache-control": "public, max-age=300" });
}

import { AccountService } from "../../../proto/gen/account/v1/account_pb.js";
import { anonymous } from "../../kit/auth/identity.ts";
import { createRpcClient } from "../../kit/connect/client.ts";
import { Failure } from "../../kit/errors/failure.ts";
import type { Trace } from "../../kit/observability/trace.ts";
import type { GatewayConfig } from "../config.ts";
import { type Caller, createVerifier, type Verifier } from "./access-token.ts";
import type { SessionCookies } from "./session-cookies.ts";

let verifier: Verifier | undefined;

const anonymousCaller: Caller = { identity: anonymous, epoch: 0, expiresAt: Number.POSITIVE_INFINITY };

interface AuthenticateOptions {
  readonly trace: Trace;
  readonly config: GatewayConfig;
  readonly cookies: SessionCookies | undefined;
  /** Is called for an access cookie with an invalid token. */
  readonly onInvalidCookie: (failure: Failure) => void;
}

/**
 * Returns the caller that the bearer token, or else the access cookie, identifies. Throws UNAUTHENTICATED for an invalid
 * bearer token. An invalid cookie makes the caller anonymous, because the client cannot remove it.
 */
export async function authenticate(
  request: Request,
  env: Env,
  { trace, config, cookies, onInvalidCookie }: AuthenticateOptions,
): Promise<Caller> {
  const header = request.headers.get("authorization");
  const token = header === null ? cookies?.accessToken : header.replace(/^Bearer /i, "");
  if (token === undefined) return anonymousCaller;
  const account = createRpcClient(env.ACCOUNT, { trace, fastPath: config.fastPaths.connect });
  const fetchKeys = async () => JSON.parse((await account(AccountService.method.getSigningKeys, {})).jwksJson);
  verifier ??= createVerifier(config.issuer);
  try {
    return await verifier.verify(token, fetchKeys, Date.now());
  } catch (error) {
    if (header !== null || !(error instanceof Failure) || error.reason !== "UNAUTHENTICATED") throw error;
    onInvalidCookie(error);
    return anonymousCaller;
  }
}

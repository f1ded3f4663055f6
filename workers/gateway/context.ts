import { AccountService } from "../../proto/gen/account/v1/account_pb.js";
import { type Rpc, rpcTo } from "../kit/connect-client.ts";
import { anonymous, type Identity, signIdentity } from "../kit/identity.ts";
import type { Trace } from "../kit/trace.ts";
import { type GatewayConfig, readConfig } from "./config.ts";
import { createLoaders, type Loaders } from "./loaders.ts";
import { createVerifier, type Verifier } from "./tokens.ts";

/** What resolvers work with: who asks, and the services as that caller may use them. */
export interface GatewayContext {
  readonly identity: Identity;
  readonly trace: Trace;
  readonly account: Rpc;
  readonly catalog: Rpc;
  readonly order: Rpc;
  readonly loaders: Loaders;
  /** Where the request came from, for limits. */
  readonly address: string;
  readonly config: GatewayConfig;
}

let verifier: Verifier | undefined;

/** The identity of a request's bearer token; nobody in particular without one. */
export async function identify(request: Request, env: Env, trace: Trace, config: GatewayConfig): Promise<Identity> {
  const header = request.headers.get("authorization");
  if (header === null) return anonymous;
  const account = rpcTo(env.ACCOUNT, { trace });
  const fetchKeys = async () => JSON.parse((await account(AccountService.method.getSigningKeys, {})).jwksJson);
  verifier ??= createVerifier(config.issuer);
  return verifier.verify(header.replace(/^Bearer /i, ""), fetchKeys, Date.now());
}

const signedFor = new WeakMap<Identity, { readonly header: Promise<string>; readonly until: number }>();
const reuseMs = 30_000;

/** The identity as the other Workers trust it. One that was just signed is used again. */
function sign(identity: Identity, key: string): Promise<string> {
  const now = Date.now();
  const known = signedFor.get(identity);
  if (known !== undefined && known.until > now) return known.header;
  const header = signIdentity(identity, key, now);
  signedFor.set(identity, { header, until: now + reuseMs });
  return header;
}

export async function openContext(
  env: Env,
  {
    identity,
    trace,
    signal,
    address,
  }: Pick<GatewayContext, "identity" | "trace" | "address"> & { signal: AbortSignal },
): Promise<GatewayContext> {
  const config = readConfig(env);
  const outgoing = { trace, signal, identity: await sign(identity, config.identityKey) };
  const account = rpcTo(env.ACCOUNT, outgoing);
  const catalog = rpcTo(env.CATALOG, outgoing);
  const order = rpcTo(env.ORDER, outgoing);
  return { identity, trace, account, catalog, order, address, config, loaders: createLoaders(account, catalog) };
}

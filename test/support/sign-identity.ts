import type { ApiWorkerName } from "../../dev/build/bundle.ts";
import type { Secrets } from "../../dev/local/secrets.ts";
import type { Identity } from "../../workers/kit/auth/identity.ts";
import { createIdentitySigner } from "../../workers/kit/auth/identity-signer.ts";

/** Signs an identity as the Worker that it names, or as the gateway. */
export function signIdentity({ identityPrivateKeys }: Secrets, identity: Identity): Promise<string> {
  const service = (identity.service ?? "gateway") as ApiWorkerName;
  return createIdentitySigner(service, identityPrivateKeys[service]).sign(identity, Date.now());
}

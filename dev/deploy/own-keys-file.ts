import { apiWorkerNames } from "../build/bundle.ts";
import { completeKeys, type OwnKeys, toBindings } from "../local/own-keys.ts";
import type { SecretsFile } from "./secrets-file.ts";

/** Returns the keys of a deployment that no other company issues, with new ones in place of those that are missing. */
export function readOwnKeys({ account, order, ...secrets }: SecretsFile): Promise<OwnKeys> {
  const byWorker = { ...secrets, account, order };
  const identityKeys = apiWorkerNames.map((name) => [name, byWorker[name].IDENTITY_PRIVATE_KEYS] as const);
  return completeKeys({
    jwtPrivateKeys: account.JWT_PRIVATE_KEYS,
    identityPrivateKeys: Object.fromEntries(identityKeys.filter(([, keys]) => keys !== undefined)),
    derivationSecrets: {
      ...(account.DERIVATION_SECRETS === undefined ? {} : { account: account.DERIVATION_SECRETS }),
      ...(order.DERIVATION_SECRETS === undefined ? {} : { order: order.DERIVATION_SECRETS }),
    },
    addressHashKey: account.ADDRESS_HASH_KEY,
  });
}

/** Returns the secrets with these keys in place of those that they have. */
export function withOwnKeys(secrets: SecretsFile, keys: OwnKeys): SecretsFile {
  const workers = apiWorkerNames.map((name) => [name, { ...secrets[name], ...toBindings(keys, name) }] as const);
  return { ...secrets, ...Object.fromEntries(workers) };
}

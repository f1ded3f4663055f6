import { randomBytes } from "node:crypto";
import { type ApiWorkerName, apiWorkerNames, type WorkerName } from "../build/bundle.ts";
import { createSigningKeys, rotateSigningKeys, type SigningKeys, toIdentityPublicKeys } from "./signing-keys.ts";

/** The Workers that derive keys from a secret. */
const derivingWorkers = ["account", "order"] as const;
type DerivingWorker = (typeof derivingWorkers)[number];

/** The keys of the Workers that no other company issues. */
export interface OwnKeys {
  /** The keys that sign access tokens, as a JSON Web Key Set. */
  readonly jwtPrivateKeys: string;
  /** The keys of each Worker that sign identities, as JSON Web Key Sets. */
  readonly identityPrivateKeys: Readonly<Record<ApiWorkerName, string>>;
  /** The secrets from which keys are derived, separated by commas, the current one first. */
  readonly derivationSecrets: Readonly<Record<DerivingWorker, string>>;
  /** The key with which gateway and account hash network addresses in log lines and in the audit trail. */
  readonly addressHashKey: string;
}

/** Refresh tokens of earlier secrets stay valid for this many rotations. */
const retainedSecrets = 3;

/** Returns the keys, with new ones in place of those that are missing. */
export async function completeKeys(known: {
  readonly jwtPrivateKeys?: string | undefined;
  readonly identityPrivateKeys?: Partial<OwnKeys["identityPrivateKeys"]> | undefined;
  readonly derivationSecrets?: Partial<OwnKeys["derivationSecrets"]> | undefined;
  readonly addressHashKey?: string | undefined;
}): Promise<OwnKeys> {
  return {
    jwtPrivateKeys: known.jwtPrivateKeys ?? (await createKeySet()),
    identityPrivateKeys: await byName(
      apiWorkerNames,
      async (name) => known.identityPrivateKeys?.[name] ?? createKeySet(),
    ),
    derivationSecrets: await byName(
      derivingWorkers,
      async (name) => known.derivationSecrets?.[name] ?? createDerivationSecret(),
    ),
    addressHashKey: known.addressHashKey ?? createDerivationSecret(),
  };
}

export interface Rotation {
  /** Removes all other signing keys, because one has leaked. Access tokens are invalid from then on. */
  readonly dropOthers: boolean;
  /** Also removes the other secrets from which keys are derived, which ends all sessions. */
  readonly endSessions: boolean;
}

/** Adds a key to each set, beside those that are still accepted. `now` is in milliseconds since the epoch. */
export async function rotateKeys(keys: OwnKeys, now: number, { dropOthers, endSessions }: Rotation): Promise<OwnKeys> {
  const rotateSet = async (set: string) =>
    dropOthers ? createKeySet() : JSON.stringify(await rotateSigningKeys(JSON.parse(set) as SigningKeys, now));
  const rotateSecret = (list: string) =>
    [createDerivationSecret(), ...(endSessions ? [] : list.split(","))].slice(0, retainedSecrets).join(",");
  return {
    jwtPrivateKeys: await rotateSet(keys.jwtPrivateKeys),
    identityPrivateKeys: await byName(apiWorkerNames, (name) => rotateSet(keys.identityPrivateKeys[name])),
    derivationSecrets: await byName(derivingWorkers, async (name) => rotateSecret(keys.derivationSecrets[name])),
    addressHashKey: createDerivationSecret(),
  };
}

/** Returns the secrets of a Worker by the names of its bindings. */
export function toBindings(keys: OwnKeys, name: ApiWorkerName): Record<string, string> {
  const derivationSecrets: Partial<Record<WorkerName, string>> = keys.derivationSecrets;
  const secrets = derivationSecrets[name];
  return {
    ...(name === "account" ? { JWT_PRIVATE_KEYS: keys.jwtPrivateKeys } : {}),
    IDENTITY_PRIVATE_KEYS: keys.identityPrivateKeys[name],
    ...(name === "gateway" ? {} : { IDENTITY_PUBLIC_KEYS: toIdentityPublicKeys(keys.identityPrivateKeys) }),
    ...(secrets === undefined ? {} : { DERIVATION_SECRETS: secrets }),
    ...(name === "gateway" || name === "account" ? { ADDRESS_HASH_KEY: keys.addressHashKey } : {}),
  };
}

async function createKeySet(): Promise<string> {
  return JSON.stringify(await createSigningKeys());
}

function createDerivationSecret(): string {
  return randomBytes(32).toString("base64url");
}

async function byName<N extends string>(
  names: readonly N[],
  create: (name: N) => Promise<string>,
): Promise<Record<N, string>> {
  const entries = await Promise.all(names.map(async (name) => [name, await create(name)] as const));
  return Object.fromEntries(entries) as Record<N, string>;
}

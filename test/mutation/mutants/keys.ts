import type { Mutant } from "../mutant.ts";

const identities = (test: string) => ["workers/kit/auth/identity.test.ts", test] as const;

export const keysMutants: readonly Mutant[] = [
  {
    name: "a service may sign the identity of any user",
    file: "workers/kit/auth/identity-verifier.ts",
    find: "return maySign(key.service, identity) ? identity : undefined;",
    replace: "return identity;",
    killedBy: identities("accepts a Worker's own identity, and no other identity with its key"),
  },
  {
    name: "a service signs user roles beside its own name",
    file: "workers/kit/auth/identity-verifier.ts",
    find: "service === signer && !isClient;",
    replace: "service === signer;",
    killedBy: identities("accepts a Worker's own identity, and no other identity with its key"),
  },
  {
    name: "the signature of an identity is not verified",
    file: "workers/kit/auth/identity-verifier.ts",
    find: "fromBase64Url(signature), signed))) return undefined;",
    replace: 'fromBase64Url(signature), signed)) && kid === "") return undefined;',
    killedBy: identities("rejects a changed payload or id"),
  },
  {
    name: "a cached identity does not expire",
    file: "workers/kit/auth/identity-verifier.ts",
    find: "verified.set(header, identity, identity.expiresAt);",
    replace: "verified.set(header, identity);",
    killedBy: identities("accepts an identity of the gateway for one minute"),
  },
  {
    name: "a new key signs before all Workers have it",
    file: "workers/kit/auth/signing-keys.ts",
    find: "if (activeFrom * 1000 <= now && (",
    replace: "if ((",
    killedBy: identities("signs with the newest key that is active"),
  },
  {
    name: "two uses share one derived key",
    file: "workers/kit/auth/key-ring.ts",
    find: `info: encoder.encode(\`\${worker} \${use}\`)`,
    replace: "info: encoder.encode(worker)",
    killedBy: ["workers/kit/auth/key-ring.test.ts", "derives one key for each use with HKDF"],
  },
  {
    name: "a rotation ends the mails that are not sent yet",
    file: "workers/account/mail/tokens.ts",
    find: "if ((await keys.id()) === id) return",
    replace: "return",
    killedBy: ["workers/account/mail/tokens.test.ts", "derives the same token after a rotation"],
  },
  {
    name: "a rotation ends all sessions",
    file: "workers/account/auth/sessions.ts",
    find: "for (const keys of keyRing.all) {",
    replace: "for (const keys of [keyRing.current]) {",
    killedBy: ["test/e2e/key-rotation.test.ts", "accepts refresh tokens of the earlier secret"],
  },
  {
    name: "database roles: a role that may change append-only tables as a member of another role is accepted",
    file: "dev/local/postgres/grants.ts",
    find: "if (table === undefined) return;",
    replace: "return;",
    killedBy: ["test/contract/database-roles.test.ts", "rejects a role that may change the audit trail"],
  },
  {
    name: "database roles: a role keeps the rights that it had before",
    file: "dev/local/postgres/grants.ts",
    find: "revoke all on all tables in schema public from",
    replace: "grant select on all tables in schema public to",
    killedBy: ["test/contract/database-roles.test.ts", "revokes a right that a role had before"],
  },
];

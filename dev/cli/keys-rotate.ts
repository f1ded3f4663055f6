import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../build/root.ts";
import { loadSecrets, saveSecrets } from "../local/secrets.ts";
import { createSigningKeys, publishLeadSeconds, rotateSigningKeys, type SigningKeys } from "../local/signing-keys.ts";

/**
 * `npm run keys:rotate`: a new key for access tokens, beside the ones that still verify. Without `--file`, in the local
 * store; with it, in a file that the operator keeps, from which the secret of a deployment is set.
 */
const usage = "usage: npm run keys:rotate -- [--data DIR | --file FILE] [--drop-others]";
try {
  const { values } = parseArgs({
    options: {
      data: { type: "string", default: ".stoa" },
      file: { type: "string" },
      "drop-others": { type: "boolean", default: false },
    },
  });
  const next = (keys: SigningKeys) =>
    values["drop-others"] ? createSigningKeys() : rotateSigningKeys(keys, Date.now());
  if (values.file === undefined) await rotateLocal(resolve(root, values.data), next);
  else await rotateFile(resolve(values.file), next);
  console.log(
    values["drop-others"]
      ? "Every access token is refused from now on: clients refresh them."
      : `The new key signs in ${publishLeadSeconds / 60} minutes; tokens of the others stay good. Run this again in a while to drop those.`,
  );
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n${usage}`);
  process.exitCode = 1;
}

type Next = (keys: SigningKeys) => Promise<SigningKeys>;

async function rotateLocal(dataDir: string, next: Next): Promise<void> {
  if (!existsSync(join(dataDir, "secrets.json"))) throw new Error(`there is no store at ${dataDir}`);
  const secrets = await loadSecrets(dataDir);
  const keys = await next(JSON.parse(secrets.jwtPrivateKeys) as SigningKeys);
  saveSecrets(dataDir, { ...secrets, jwtPrivateKeys: JSON.stringify(keys) });
  console.log(`Keys in ${dataDir}: ${keys.keys.length}. A shop that runs has them after its next start.`);
}

async function rotateFile(file: string, next: Next): Promise<void> {
  const keys = existsSync(file)
    ? await next(JSON.parse(readFileSync(file, "utf8")) as SigningKeys)
    : await createSigningKeys();
  writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
  const command = `npx wrangler secret put JWT_PRIVATE_KEYS --config workers/account/wrangler.toml < ${file}`;
  console.log(`Keys in ${file}: ${keys.keys.length}. Set them with:\n\n  ${command}\n`);
}

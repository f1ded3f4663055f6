import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../build/root.ts";
import { loadSecrets, saveSecrets } from "../local/secrets.ts";
import { createSigningKeys, publishLeadSeconds, rotateSigningKeys, type SigningKeys } from "../local/signing-keys.ts";
import { dataOption, runCommand } from "./shop/command.ts";

/**
 * `npm run keys:rotate`: adds a key that signs access tokens, beside the keys that still verify them. Without `--file` it
 * changes the local data folder. With `--file` it writes the value of a deployment's secret to that file.
 */
const usage = "Usage: npm run keys:rotate -- [--data DIR | --file FILE] [--drop-others]";

type Rotate = (keys: SigningKeys) => Promise<SigningKeys>;

await runCommand(async () => {
  const { values } = parseArgs({
    options: { ...dataOption, file: { type: "string" }, "drop-others": { type: "boolean", default: false } },
  });
  const rotate: Rotate = (keys) => (values["drop-others"] ? createSigningKeys() : rotateSigningKeys(keys, Date.now()));
  if (values.file === undefined) await rotateDataDir(resolve(root, values.data), rotate);
  else await rotateFile(resolve(values.file), rotate);
  console.log(
    values["drop-others"]
      ? "All access tokens are invalid from now on. Clients refresh them."
      : `The new key signs in ${publishLeadSeconds / 60} minutes. Tokens of the other keys stay valid. Run this command again later to remove replaced keys.`,
  );
}, usage);

async function rotateDataDir(dataDir: string, rotate: Rotate): Promise<void> {
  if (!existsSync(join(dataDir, "secrets.json"))) throw new Error(`There is no data folder at ${dataDir}`);
  const secrets = await loadSecrets(dataDir);
  const keys = await rotate(JSON.parse(secrets.jwtPrivateKeys) as SigningKeys);
  saveSecrets(dataDir, { ...secrets, jwtPrivateKeys: JSON.stringify(keys) });
  console.log(`Keys in ${dataDir}: ${keys.keys.length}. Restart a running shop to load them.`);
}

async function rotateFile(file: string, rotate: Rotate): Promise<void> {
  const keys = existsSync(file)
    ? await rotate(JSON.parse(readFileSync(file, "utf8")) as SigningKeys)
    : await createSigningKeys();
  writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
  const command = `npx wrangler secret put JWT_PRIVATE_KEYS --config workers/account/wrangler.toml < ${file}`;
  console.log(`Keys in ${file}: ${keys.keys.length}. Set them with:\n\n  ${command}\n`);
}

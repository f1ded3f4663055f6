import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type WorkerName, workerNames } from "../build/bundle.ts";
import { root } from "../build/root.ts";
import { completeKeys, type OwnKeys, rotateKeys, toBindings } from "../local/own-keys.ts";
import { loadSecrets, saveSecrets } from "../local/secrets.ts";
import { publishLeadSeconds } from "../local/signing-keys.ts";
import { getConfigPath } from "../local/worker-config.ts";
import { dataOption, runCommand } from "./shop/command.ts";

/**
 * `npm run keys:rotate`: adds a key to each set of keys that the Workers use: those that sign access tokens and identities,
 * and the secrets from which other keys are derived. Earlier keys are still accepted. Without `--dir` it changes the local
 * data folder. With `--dir` it writes the secrets of a deployment, one file for each Worker.
 */
const usage = `Usage: npm run keys:rotate -- [--data DIR | --dir DIR [--file FILE]] [--drop-others [--sessions]]
  --file FILE    takes the access token keys of release 0.1.0 from this file, when DIR has none
  --drop-others  removes all other signing keys, because one has leaked
  --sessions     also ends all sessions`;

type Rotate = (keys: OwnKeys) => Promise<OwnKeys>;

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      ...dataOption,
      dir: { type: "string" },
      file: { type: "string" },
      "drop-others": { type: "boolean", default: false },
      sessions: { type: "boolean", default: false },
    },
  });
  const { dir, file, "drop-others": dropOthers, sessions: endSessions } = values;
  if ((file !== undefined && dir === undefined) || (endSessions && !dropOthers)) throw new Error(usage);
  const rotate: Rotate = (keys) => rotateKeys(keys, Date.now(), { dropOthers, endSessions });
  if (dir === undefined) await rotateDataDir(resolve(root, values.data), rotate, dropOthers);
  else await rotateDeployment(resolve(dir), file, rotate);
  if (!dropOthers) {
    console.log(
      `The new signing keys sign in ${publishLeadSeconds / 60} minutes. Tokens of the other keys stay valid. Run this command again later to remove replaced keys.`,
    );
  } else if (endSessions) console.log("All sessions have ended. Users sign in again.");
  else console.log("All access tokens are invalid from now on. Clients refresh them.");
}, usage);

async function rotateDataDir(dataDir: string, rotate: Rotate, dropOthers: boolean): Promise<void> {
  if (!existsSync(join(dataDir, "secrets.json"))) throw new Error(`There is no data folder at ${dataDir}`);
  const secrets = await loadSecrets(dataDir);
  const identityKey = dropOthers ? undefined : secrets.identityKey;
  saveSecrets(dataDir, { ...secrets, ...(await rotate(secrets)), identityKey });
  console.log(`Rotated the keys in ${dataDir}. Restart a running shop to load them.`);
}

async function rotateDeployment(dir: string, file: string | undefined, rotate: Rotate): Promise<void> {
  const current = readDeployment(dir, file);
  const keys = current === undefined ? await completeKeys({}) : await rotate(await completeKeys(current));
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const commands = workerNames.map((name) => {
    const path = join(dir, `${name}.json`);
    writeFileSync(path, JSON.stringify(toBindings(keys, name), undefined, 2), { mode: 0o600 });
    return `  npx wrangler secret bulk ${path} --config ${relative(root, getConfigPath(name))}`;
  });
  console.log(`Set the secrets, in this order, with --env for another environment than production:\n`);
  console.log(`${commands.join("\n")}\n`);
}

/** Reads the keys that an earlier run wrote. Returns undefined before the first run. */
function readDeployment(dir: string, file: string | undefined): Parameters<typeof completeKeys>[0] | undefined {
  const bindings = (name: WorkerName): Readonly<Record<string, string | undefined>> => {
    const path = join(dir, `${name}.json`);
    return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  };
  const [account, order] = [bindings("account"), bindings("order")];
  const previous = file === undefined ? undefined : readFileSync(resolve(file), "utf8");
  const jwtPrivateKeys = account.JWT_PRIVATE_KEYS ?? previous;
  if (jwtPrivateKeys === undefined) return undefined;
  const identityKeys = workerNames.map((name) => [name, bindings(name).IDENTITY_PRIVATE_KEYS] as const);
  return {
    jwtPrivateKeys,
    identityPrivateKeys: Object.fromEntries(identityKeys.filter(([, keys]) => keys !== undefined)),
    derivationSecrets: {
      ...(account.DERIVATION_SECRETS === undefined ? {} : { account: account.DERIVATION_SECRETS }),
      ...(order.DERIVATION_SECRETS === undefined ? {} : { order: order.DERIVATION_SECRETS }),
    },
    addressHashKey: account.ADDRESS_HASH_KEY,
  };
}

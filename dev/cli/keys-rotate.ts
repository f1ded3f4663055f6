import { existsSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../build/root.ts";
import { readOwnKeys, withOwnKeys } from "../deploy/own-keys-file.ts";
import {
  type Environment,
  getSecretsPath,
  parseEnvironment,
  readSecretsFile,
  type SecretsFile,
  writeSecretsFile,
} from "../deploy/secrets-file.ts";
import { type OwnKeys, rotateKeys } from "../local/own-keys.ts";
import { loadSecrets, saveSecrets } from "../local/secrets.ts";
import { publishLeadSeconds } from "../local/signing-keys.ts";
import { dataOption, runCommand } from "./shop/command.ts";

/**
 * `npm run keys:rotate`: adds a key to each set of keys that the Workers use: those that sign access tokens and identities,
 * and the secrets from which other keys are derived. Earlier keys are still accepted. Without `--env` it changes the local
 * data folder. With `--env` it changes the secrets file of that deployment.
 */
const usage = `Usage: npm run keys:rotate -- [--data DIR | --env staging|production [--secrets FILE] [--file FILE]] [--drop-others [--sessions]]
  --env          rotates the keys of this deployment, in its secrets file
  --secrets FILE the secrets file, by default secrets.ENV.json
  --file FILE    takes the access token keys of release 0.1.0 from this file, when the secrets file has none
  --drop-others  removes all other signing keys, because one has leaked
  --sessions     also ends all sessions`;

type Rotate = (keys: OwnKeys) => Promise<OwnKeys>;

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      ...dataOption,
      env: { type: "string" },
      secrets: { type: "string" },
      file: { type: "string" },
      "drop-others": { type: "boolean", default: false },
      sessions: { type: "boolean", default: false },
    },
  });
  const { env, file, "drop-others": dropOthers, sessions: endSessions } = values;
  const isLocal = env === undefined;
  if ((isLocal && (file !== undefined || values.secrets !== undefined)) || (endSessions && !dropOthers)) {
    throw new Error(usage);
  }
  const rotate: Rotate = (keys) => rotateKeys(keys, Date.now(), { dropOthers, endSessions });
  if (isLocal) await rotateDataDir(resolve(root, values.data), rotate, dropOthers);
  else {
    const environment = parseEnvironment(env, usage);
    await rotateDeployment(environment, getSecretsPath(environment, values.secrets), file, rotate);
  }
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

async function rotateDeployment(
  environment: Environment,
  path: string,
  file: string | undefined,
  rotate: Rotate,
): Promise<void> {
  const secrets = withReleasedKeys(readSecretsFile(path, environment), file);
  const keys = await readOwnKeys(secrets);
  const isFirst = secrets.account.JWT_PRIVATE_KEYS === undefined;
  writeSecretsFile(path, withOwnKeys(secrets, isFirst ? keys : await rotate(keys)));
  const option = path === getSecretsPath(environment) ? "" : ` --secrets ${relative(process.cwd(), path)}`;
  console.log(`Wrote the keys of ${environment}. Set them within ${publishLeadSeconds / 60} minutes:\n`);
  console.log(`  npm run secrets -- --env ${environment}${option}\n`);
}

/** Returns the secrets with the access token keys of release 0.1.0, if they have none. */
function withReleasedKeys(secrets: SecretsFile, file: string | undefined): SecretsFile {
  if (file === undefined || secrets.account.JWT_PRIVATE_KEYS !== undefined) return secrets;
  return { ...secrets, account: { ...secrets.account, JWT_PRIVATE_KEYS: readFileSync(resolve(file), "utf8") } };
}

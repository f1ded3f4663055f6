import { relative } from "node:path";
import { parseArgs } from "node:util";
import { workerNames } from "../build/bundle.ts";
import { getSecretsPath, parseEnvironment, readSecretsFile } from "../deploy/secrets-file.ts";
import { setSecrets } from "../deploy/wrangler.ts";
import { readWorkerConfig } from "../local/worker-config.ts";
import { exitOnHelp, runCommand } from "./shop/command.ts";

/**
 * `npm run secrets -- --env staging`: sets all secrets of the secrets file, in the four Workers of that environment. It prints
 * names, and no values.
 */
const usage = "Usage: npm run secrets -- --env staging|production [--secrets FILE]";

exitOnHelp(usage);
await runCommand(async () => {
  const { values } = parseArgs({ options: { env: { type: "string" }, secrets: { type: "string" } } });
  const environment = parseEnvironment(values.env, usage);
  const path = getSecretsPath(environment, values.secrets);
  const file = readSecretsFile(path, environment);
  const configs = workerNames.map((name) => ({
    name,
    config: readWorkerConfig(name, environment === "production" ? undefined : environment),
  }));
  if (workerNames.every((name) => Object.keys(file[name]).length === 0)) {
    throw new Error(`${relative(process.cwd(), path)} has no secrets`);
  }
  for (const { name, config } of configs) {
    if (Object.keys(file[name]).length === 0) continue;
    console.log(`${config.name}: ${Object.keys(file[name]).join(", ")}`);
    setSecrets(name, environment, file[name]);
  }
});

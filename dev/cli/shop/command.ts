import { demoPassword } from "../demo/accounts.ts";
import { signIn } from "./api.ts";

/** The options of commands that connect to a running shop. */
export const shopOptions = { url: { type: "string" }, token: { type: "string" } } as const;

/** The option of commands that use the data folder of a local shop. */
export const dataOption = { data: { type: "string", default: ".stoa" } } as const;

/** Returns the URL of a local shop, which `npm start` serves on `PORT`. */
export function getLocalUrl(): string {
  return `http://127.0.0.1:${process.env.PORT ?? 8787}`;
}

/** Returns the URL and a token of the shop: from the options, else of the demo catalog manager of the local shop. */
export async function getManagerApi(values: {
  readonly url?: string | undefined;
  readonly token?: string | undefined;
}) {
  const url = values.url ?? getLocalUrl();
  return { url, token: values.token ?? (await signIn(url, "manager@stoa.example", demoPassword)) };
}

/** Prints the usage of a command and ends the process if it was called with `--help`. */
export function exitOnHelp(usage: string): void {
  if (!process.argv.includes("--help")) return;
  console.log(usage);
  process.exit(0);
}

/** Runs a command. With `--help`, only prints the usage. Prints the message of an error, with the usage if there is one, and exits with `errorCode`. */
export async function runCommand(run: () => Promise<void>, usage?: string, errorCode = 1): Promise<void> {
  if (usage !== undefined) exitOnHelp(usage);
  try {
    await run();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(usage === undefined ? message : `${message}\n${usage}`);
    process.exitCode = errorCode;
  }
}

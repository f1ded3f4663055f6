import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { listen, stopListening } from "../process/listen.ts";

export interface BreachedPasswordsEmulator {
  readonly port: number;
  /** The paths that were requested so far. */
  readonly requests: () => readonly string[];
  /** Starts or stops responding with 503, for tests of an outage. */
  readonly setRejecting: (rejecting: boolean) => void;
  stop(): Promise<void>;
}

const breached = ["Passw0rd!", "Welcome1!", "Password123!", "Qwerty123!", "Summer2024!"] as const;

/** Emulates the range API of Have I Been Pwned with a few known passwords. Listens on the loopback address only. */
export async function startBreachedPasswordsEmulator(): Promise<BreachedPasswordsEmulator> {
  const hashes = breached.map(sha1);
  const requests: string[] = [];
  let rejecting = false;
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    requests.push(path);
    const [, prefix] = /^\/range\/([0-9A-F]{5})$/.exec(path) ?? [];
    if (rejecting || prefix === undefined) {
      response.writeHead(rejecting ? 503 : 400).end();
      return;
    }
    const found = hashes.filter((hash) => hash.startsWith(prefix)).map((hash) => `${hash.slice(5)}:1000`);
    const padding = `${sha1(path).slice(5)}:0`;
    response.writeHead(200, { "content-type": "text/plain" }).end([...found, padding].join("\r\n"));
  });
  const port = await listen(server);
  return {
    port,
    requests: () => requests,
    setRejecting: (value) => {
      rejecting = value;
    },
    stop: () => stopListening(server),
  };
}

function sha1(text: string): string {
  return createHash("sha1").update(text).digest("hex").toUpperCase();
}

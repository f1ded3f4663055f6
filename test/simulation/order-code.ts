import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "../../dev/build/root.ts";
import type { StoredEvent } from "../../workers/order/domain/event-codec.ts";
import type { OrderEvent, RecordedEvent } from "../../workers/order/domain/events.ts";
import type { OrderState } from "../../workers/order/domain/order.ts";

/** The code of one release that reads and writes the event logs of orders. */
export interface OrderCode {
  readonly encodeEvent: (event: OrderEvent) => StoredEvent;
  readonly createEventDecoder: () => (stored: StoredEvent) => OrderEvent;
  readonly evolve: (state: OrderState, recorded: RecordedEvent) => OrderState;
  readonly newOrder: OrderState;
}

const entry = `
export * from "./workers/order/domain/event-codec.ts";
export { evolve } from "./workers/order/domain/evolve.ts";
export { newOrder } from "./workers/order/domain/order.ts";
`;

/** Loads this code from a revision of the repository. Throws when the repository does not have the revision. */
export async function loadOrderCode(revision: string): Promise<OrderCode> {
  const folder = mkdtempSync(join(tmpdir(), "stoa-revision-"));
  try {
    const paths = ["workers/order/domain", "workers/kit/domain"];
    const archive = execFileSync("git", ["archive", revision, ...paths], { cwd: root, maxBuffer: 2 ** 28 });
    execFileSync("tar", ["-x", "-C", folder], { input: archive });
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "entry.ts"), entry);
    const outfile = join(folder, "code.mjs");
    await build({ entryPoints: [join(folder, "entry.ts")], outfile, bundle: true, format: "esm", logLevel: "silent" });
    return toOrderCode((await import(pathToFileURL(outfile).href)) as OrderCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Release 0.1.0 decodes each event without those before it. */
function toOrderCode(code: OrderCode & { readonly decodeEvent?: (stored: StoredEvent) => OrderEvent }): OrderCode {
  const { encodeEvent, evolve, newOrder, decodeEvent } = code;
  const createEventDecoder =
    code.createEventDecoder ??
    (() => {
      if (decodeEvent === undefined) throw new Error("The revision has no decoder of events");
      return decodeEvent;
    });
  return { encodeEvent, createEventDecoder, evolve, newOrder };
}

/** Folds a stored log with the code of a release. Throws when that code cannot read it. */
export function foldLog(code: OrderCode, events: readonly StoredEvent[]): OrderState {
  const decode = code.createEventDecoder();
  return events.reduce<OrderState>(
    (state, stored) =>
      code.evolve(state, {
        sequence: state.sequence + 1,
        at: 1_800_000_000_000,
        actor: "system",
        event: decode(stored),
      }),
    code.newOrder,
  );
}

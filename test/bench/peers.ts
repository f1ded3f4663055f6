import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { bundleEntry } from "../../dev/build/bundle.ts";
import { root } from "../../dev/build/root.ts";
import { exitOnHelp } from "../../dev/cli/shop/command.ts";
import { freePort } from "../../dev/process/listen.ts";
import { memoryOf } from "./cpu.ts";
import { exchange } from "./light-client.ts";
import { type Measured, measure, totalOf } from "./measure.ts";
import { installPeer } from "./peers/install.ts";
import { startMedusa } from "./peers/medusa.ts";
import { formatReport, type PeerReport, summarize, writeReport } from "./peers/report.ts";
import type { Cleanup, DoWork, PeerOptions, PeerShop } from "./peers/shop.ts";
import { works } from "./peers/shop.ts";
import { describeStoa } from "./peers/stoa.ts";
import { startVendure } from "./peers/vendure.ts";
import { startBenchShop, stopOnSignals } from "./shop.ts";

/**
 * `npm run bench:peers`: measures the same work in Stoa, Vendure and Medusa, in turns on this machine, and writes
 * docs/performance/peers.{md,json,svg}. Vendure and Medusa are installed outside of the repository on the first run.
 */
const usage =
  "Usage: npm run bench:peers -- [--peers vendure,medusa] [--folder FOLDER] [--rounds N] [--seconds N] [--clients N] [--output FOLDER]";
exitOnHelp(usage);

const { values } = parseArgs({
  options: {
    /** The peers to compare with. */
    peers: { type: "string", default: "vendure,medusa" },
    /** Where the peers are installed. */
    folder: { type: "string", default: join(tmpdir(), "stoa-bench-peers") },
    rounds: { type: "string", default: "5" },
    /** How long each work of each shop runs in a round, about. */
    seconds: { type: "string", default: "5" },
    clients: { type: "string", default: "4" },
    /** Where the report is written. */
    output: { type: "string", default: join(root, "docs/performance") },
  },
});
const starters: Readonly<Record<string, (options: PeerOptions) => Promise<PeerShop>>> = {
  vendure: startVendure,
  medusa: startMedusa,
};
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const clients = Number(values.clients);
const [minCount, maxCount] = [12, 3_000];
const empty = `export default { fetch: () => new Response("{}", { headers: { "content-type": "application/json" } }) };`;

const cleanups: Cleanup[] = [];
let stopping: Promise<void> | undefined;
const stop = () => {
  stopping ??= (async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup().catch(console.error);
  })();
  return stopping;
};
stopOnSignals({ stop });
try {
  await compare();
} finally {
  await stop();
}

async function compare(): Promise<void> {
  const homes = values.peers
    .split(",")
    .filter((name) => name !== "")
    .map((name) => ({ name, home: installPeer(name, values.folder) }));
  const parent = process.platform === "linux" ? "/dev/shm" : tmpdir();
  const folder = mkdtempSync(join(parent, "stoa-peers-"));
  chmodSync(folder, 0o711); // Postgres runs as another user.
  cleanups.push(async () => rmSync(folder, { recursive: true, force: true }));

  const [emptyPort, hashPort] = [await freePort(), await freePort()];
  const bench = await startBenchShop({
    onTmpfs: process.platform === "linux",
    extraWorkers: [
      { name: "empty", port: emptyPort, code: empty },
      { name: "hash", port: hashPort, code: await bundleEntry(join(root, "test/bench/bare-hash.mjs")) },
    ],
  });
  cleanups.push(bench.stop);
  const shops = [describeStoa(bench)];
  for (const { name, home } of homes) {
    const start = starters[name];
    if (start === undefined) throw new Error(`Unknown peer: ${name}`);
    if (home === undefined) console.log(`${name} cannot be installed, so it is left out.`);
    else {
      console.log(`Starting ${name} …`);
      shops.push(await start({ folder, home, clients, cleanups }));
    }
  }

  const isOk = async (port: number) => (await exchange(`http://127.0.0.1:${port}`)) !== undefined;
  const yardsticks: Readonly<Record<string, DoWork>> = {
    "empty Worker route": async () => (await exchange(`http://127.0.0.1:${emptyPort}`, { json: "{}" })) !== undefined,
    "bare Argon2id hash": () => isOk(hashPort),
    "bare SQL statement": async () => (await bench.sql("catalog")`select 1 as one`).length === 1,
  };
  const subjects = [
    ...Object.entries(yardsticks).map(([work, run]) => ({ shop: "yardstick", work, run, processes: bench.processes })),
    // One work of all shops in turns: other load on the machine affects all of them.
    ...works.flatMap((work) =>
      shops.flatMap(({ name, processes, works: { [work]: run } }) =>
        run === undefined ? [] : [{ shop: name, work, run, processes }],
      ),
    ),
  ].map((subject) => ({
    ...subject,
    next: 0,
    perSecond: undefined,
    measured: [] as Measured[],
  }));
  for (let round = 0; round <= rounds; round++) {
    console.log(round === 0 ? "Warming up …" : `Round ${round} of ${rounds} …`);
    await bench.signInAgain();
    for (const subject of subjects) {
      const result = await measureFor(subject);
      // The first round fills caches and lets the engines compile.
      if (round > 0) subject.measured.push(result);
      console.log(
        `  ${subject.shop}, ${subject.work}: ${totalOf(result).toFixed(2)} ms of CPU, ${result.errors} errors`,
      );
    }
  }
  const report: PeerReport = {
    machine: `${availableParallelism()} cores, Node ${process.version}, ${process.platform}`,
    measuredAt: new Date().toISOString().slice(0, 10),
    clients,
    rounds,
    shops: shops.map(({ name, version, processes }) => ({
      name,
      version,
      memoryMb: Object.fromEntries(Object.entries(processes).map(([process, pid]) => [process, memoryOf(pid)])),
    })),
    rows: subjects.map(({ shop, work, measured }) => summarize(shop, work, measured)),
  };
  console.log(`\n${formatReport(report)}`);
  mkdirSync(values.output, { recursive: true });
  writeReport(report, values.output);
  console.log(`Written to ${relative(process.cwd(), values.output)}: peers.md, peers.json, peers.svg`);
}

interface Subject {
  readonly work: string;
  readonly run: DoWork;
  readonly processes: PeerShop["processes"];
  /** The index of the next request. */
  next: number;
  /** The throughput of the last measurement. Undefined before the first. */
  perSecond: number | undefined;
}

/** Measures about as many requests as the time allows. */
async function measureFor(subject: Subject): Promise<Measured> {
  const perSecond = subject.perSecond ?? (await load(subject, clients)).perSecond;
  const measured = await load(subject, Math.max(minCount, Math.min(maxCount, Math.round(perSecond * seconds))));
  subject.perSecond = measured.perSecond;
  return measured;
}

function load(subject: Subject, count: number): Promise<Measured> {
  const first = subject.next;
  // The warm-up of `measure` uses indexes too.
  subject.next += count + Math.ceil(count / 10);
  const request = (index: number) => subject.run(first + index);
  return measure({ name: subject.work, count, clients, request }, subject.processes);
}

import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { demoPassword } from "../../dev/cli/demo/accounts.ts";
import { signIn } from "../../dev/cli/shop/api.ts";
import { findOrder, placeOrder } from "../support/harness.ts";
import { type Checkout, makeOwned, type Run, type RunOptions, unprivileged } from "./checkout.ts";

/** One thing that a newcomer does, on a fresh checkout. */
export interface NewcomerCase {
  readonly name: string;
  /** Whether the packages are installed already. Otherwise the case downloads them. */
  readonly installed: boolean;
  /** Whether every run executes it. The others need `--all`. */
  readonly isShort?: true;
  /** Whether it needs root, to change the user, the network or a file system. */
  readonly needsRoot?: true;
  /** Throws when the newcomer would be disappointed. */
  readonly run: (checkout: Checkout) => Promise<void>;
}

const startArgs = ({ port }: Checkout, data: string) => ["npm", "start", "--", "--port", String(port), "--data", data];

function start(checkout: Checkout, options: RunOptions = {}, data = ".stoa"): Run {
  return checkout.run(startArgs(checkout, data), options);
}

function expect(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

const expectEqual = (actual: unknown, expected: unknown, what: string) =>
  expect(
    JSON.stringify(actual) === JSON.stringify(expected),
    `${what} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`,
  );

/** Places an order, sends SIGTERM to all processes, and checks that nothing remains. */
async function useAndStop(checkout: Checkout, run: Run, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  await buyLamp(checkout, "first");
  run.signalGroup(signal);
  await expectStopped(checkout, run);
}

async function buyLamp({ port }: Checkout, idempotencyKey: string): Promise<string> {
  const url = `http://127.0.0.1:${port}`;
  const customer = { url, token: await signIn(url, "customer@stoa.example", demoPassword) };
  const { order } = await placeOrder(customer, { idempotencyKey, lines: [{ sku: "LGT-01-1", quantity: 1 }] });
  expectEqual(order?.status, "CONFIRMED", "the status of the order");
  const id = order?.id ?? "";
  expectEqual((await findOrder(customer, id))?.status, "CONFIRMED", "the order");
  return id;
}

async function expectStopped(checkout: Checkout, run: Run): Promise<void> {
  await run.exit();
  for (let left = 100; checkout.processes().length > 0 && left > 0; left--) await sleep(100);
  expectEqual(checkout.processes(), [], "the list of processes that are still running");
  expectEqual(await checkout.readyz(), undefined, "the response of the port");
  expectNoStack(run);
}

function expectNoStack(run: Run): void {
  expect(!/^\s+at /m.test(run.output()), `The output has a stack: ${run.output()}`);
}

const startedWith = (name: string, env: Readonly<Record<string, string | undefined>>): NewcomerCase => ({
  name,
  installed: true,
  run: async (checkout) => {
    const run = start(checkout, { env });
    await run.waitFor("Stoa is ready");
    await useAndStop(checkout, run);
  },
});

/** Node of another major version, from its npm package, in PATH before all others. */
const withNode = (major: number, installed: boolean): NewcomerCase => ({
  name: `Node ${major}${installed ? "" : ", with an installation"}`,
  installed,
  run: async (checkout) => {
    const prefix = join(checkout.home, "node");
    const flags = ["--no-audit", "--no-fund", "--loglevel=error"];
    mkdirSync(prefix);
    // The package downloads the program in its install script.
    writeFileSync(join(prefix, "package.json"), JSON.stringify({ private: true, allowScripts: { node: true } }));
    makeOwned(prefix);
    const install = checkout.run(["npm", "install", "--prefix", prefix, ...flags, `node@${major}`]);
    const code = await install.exit(5);
    expect(code === 0, `Node ${major} could not be installed: ${install.output()}`);
    const env = { PATH: `${join(prefix, "node_modules", "node", "bin")}:${process.env.PATH}` };
    const run = start(checkout, { env });
    await run.waitFor("Stoa is ready", 6);
    await useAndStop(checkout, run);
  },
});

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A small file system of its own in a folder of the checkout. */
async function withSmallDisk(
  checkout: Checkout,
  megabytes: number,
  use: (disk: string) => Promise<void>,
): Promise<void> {
  const disk = join(checkout.folder, "disk");
  mkdirSync(disk);
  execFileSync("/usr/bin/mount", [
    "-t",
    "tmpfs",
    "-o",
    `size=${megabytes}m,uid=${unprivileged},mode=0711`,
    "tmpfs",
    disk,
  ]);
  try {
    await use(disk);
  } finally {
    for (const pid of checkout.processes()) process.kill(pid, "SIGKILL");
    await sleep(500);
    execFileSync("/usr/bin/umount", ["-l", disk]);
  }
}

export const newcomerCases: readonly NewcomerCase[] = [
  {
    name: "a user without rights, an empty HOME, a path with spaces, and no network after the installation",
    installed: true,
    isShort: true,
    needsRoot: true,
    run: async (checkout) => {
      const script = `${startArgs(checkout, ".stoa").join(" ")} >start.log 2>&1 & npm=$!
        for i in $(seq 240); do grep -q "Stoa is ready" start.log && break; sleep 0.5; done
        cat start.log; bash first-order.sh; kill -TERM -- 0; wait $npm`;
      // The script of the README, on the port of this checkout. Only processes inside the network namespace reach it.
      const readme = execFileSync("cat", [join(checkout.folder, "README.md")], { encoding: "utf8" });
      const order = /```sh\n(SHOP=[\s\S]*?)```/.exec(readme)?.[1] ?? "";
      const text = order.replace(/127\.0\.0\.1:8787/, `127.0.0.1:${checkout.port}`);
      writeFileSync(join(checkout.folder, "first-order.sh"), text, { mode: 0o644 });
      const run = checkout.run(["bash", "-c", `trap : TERM; ${script}`], { offline: true });
      await run.waitFor("Stoa is ready");
      await run.waitFor('"status":"CONFIRMED"');
      await expectStopped(checkout, run);
    },
  },
  withNode(20, false),
  withNode(22, true),
  withNode(24, true),
  startedWith("no HOME", { HOME: undefined }),
  {
    name: "a HOME that is read-only",
    installed: true,
    run: async (checkout) => {
      chmodSync(checkout.home, 0o555);
      const run = start(checkout);
      await run.waitFor("Stoa is ready");
      await useAndStop(checkout, run);
    },
  },
  startedWith("another time zone and language", { TZ: "Pacific/Chatham", LANG: "C" }),
  {
    name: "no network at the first run",
    installed: false,
    needsRoot: true,
    run: async (checkout) => {
      // npm retries for minutes by default.
      const env = { npm_config_fetch_retries: "0" };
      const run = start(checkout, { offline: true, env });
      expectEqual(await run.exit(), 1, "the exit code");
      expect(run.output().includes("npm could not install the packages."), run.output());
      expect(!existsSync(join(checkout.folder, ".stoa")), "Something was started");
    },
  },
  {
    name: "a port that is taken, a port that is none, an unknown option, and a second start on the same data",
    installed: true,
    run: async (checkout) => {
      const run = start(checkout);
      await run.waitFor("Stoa is ready");
      const attempt = async (args: readonly string[]) => {
        const other = checkout.run(["npm", "start", "--", ...args]);
        expectEqual(await other.exit(), 1, `the exit code with ${args.join(" ")}`);
        expectNoStack(other);
        return other.output();
      };
      const taken = await attempt(["--port", String(checkout.port), "--data", "other"]);
      expect(taken.includes(`Port ${checkout.port} is taken. Choose another:`), taken);
      const none = await attempt(["--port", "abc"]);
      expect(none.includes("--port must be a number") && none.includes("Usage:"), none);
      const unknown = await attempt(["--colour"]);
      expect(unknown.includes("Unknown option '--colour'") && unknown.includes("Usage:"), unknown);
      const second = await attempt(["--port", String(checkout.port + 10)]);
      expect(second.includes("Stoa already runs on"), second);
      await useAndStop(checkout, run);
    },
  },
  ...signals.map(
    (signal): NewcomerCase => ({
      name: `${signal} to all processes${signal === "SIGINT" ? "" : ", to npm only"}, and during the start`,
      installed: true,
      run: async (checkout) => {
        const first = start(checkout);
        await first.waitFor("Stoa is ready");
        await useAndStop(checkout, first, signal);
        // After a SIGINT, npm waits for its script: it expects that the terminal has sent the signal to the script too.
        if (signal !== "SIGINT") {
          const second = start(checkout, {}, "second");
          await second.waitFor("Stoa is ready");
          second.child.kill(signal);
          await expectStopped(checkout, second);
        }
        for (const ms of [1_000, 3_000]) {
          const early = start(checkout, {}, `early-${ms}`);
          await sleep(ms);
          early.signalGroup(signal);
          await expectStopped(checkout, early);
        }
      },
    }),
  ),
  {
    name: "kill -9, then a start on the same port, which keeps the orders",
    installed: true,
    run: async (checkout) => {
      const first = start(checkout);
      await first.waitFor("Stoa is ready");
      const before = await buyLamp(checkout, "before the kill");
      for (const pid of checkout.processes()) if (pid !== first.child.pid) process.kill(pid, "SIGKILL");
      first.signalGroup("SIGKILL");
      await first.exit();
      const second = start(checkout);
      await second.waitFor("Stoa is ready");
      expectEqual(await buyLamp(checkout, "before the kill"), before, "the order with the same key");
      await useAndStop(checkout, second);
    },
  },
  {
    name: "a disk that is full at the start",
    installed: true,
    needsRoot: true,
    run: (checkout) =>
      withSmallDisk(checkout, 20, async (disk) => {
        const run = start(checkout, {}, join(disk, "data"));
        expectEqual(await run.exit(), 1, "the exit code");
        expect(/The disk is full: \d+ MB are free|No space left on device/.test(run.output()), run.output());
        expectNoStack(run);
        await expectStopped(checkout, run);
      }),
  },
  {
    name: "a disk that is full while the shop runs, and then has space again",
    installed: true,
    needsRoot: true,
    run: (checkout) =>
      withSmallDisk(checkout, 400, async (disk) => {
        const run = start(checkout, {}, join(disk, "data"));
        await run.waitFor("Stoa is ready");
        await buyLamp(checkout, "with space");
        const filler = join(disk, "filler");
        try {
          execFileSync("dd", ["if=/dev/zero", `of=${filler}`, "bs=1M"], { stdio: "ignore" });
        } catch {
          // The disk is full.
        }
        for (let attempt = 1; attempt <= 5; attempt++) await buyLamp(checkout, `full ${attempt}`).catch(() => {});
        expect(run.child.exitCode === null, `The shop ended: ${run.output()}`);
        rmSync(filler);
        let bought = false;
        for (let left = 60; !bought && left > 0; left--) {
          bought = await buyLamp(checkout, "with space again").then(
            () => true,
            () => sleep(1_000, false),
          );
        }
        expect(bought, "No order was possible within a minute after there was space again");
        run.signalGroup("SIGTERM");
        await expectStopped(checkout, run);
      }),
  },
  startedWith("an Elasticsearch that is absent", { ELASTICSEARCH_URL: "http://127.0.0.1:9" }),
  {
    name: "npm test on a folder",
    installed: true,
    run: async (checkout) => {
      const run = checkout.run(["npm", "test", "--", "workers/kit/domain"]);
      await run.waitFor(" passed, 0 failed", 4);
      expectEqual(await run.exit(), 0, "the exit code");
    },
  },
];

import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { demoPassword } from "../../dev/cli/demo/accounts.ts";
import { fetchData, signIn } from "../../dev/cli/shop/api.ts";
import { findOrder, placeOrder } from "../support/harness.ts";
import {
  type Checkout,
  canLeaveNetwork,
  canMount,
  makeOwned,
  pathOfMachine,
  type Run,
  type RunOptions,
  unprivileged,
} from "./checkout.ts";
import type { ProcessFacts } from "./processes.ts";

/** Receives what a case has shown. */
export interface Report {
  /** Runs the assertions of one condition. Throws, with the name of the condition, when they fail. */
  readonly check: (condition: string, assert: () => unknown) => Promise<void>;
  readonly skip: (condition: string, reason: string) => void;
}

/** What a newcomer does with a checkout, under several conditions that one start can show. */
export interface NewcomerCase {
  readonly name: string;
  /** Whether the packages are installed already. Otherwise the case downloads them. */
  readonly installed: boolean;
  /** Whether only `--all` runs it, because it takes minutes. */
  readonly isLong?: true;
  readonly run: (checkout: Checkout, report: Report) => Promise<void>;
}

const noNetworkNeeds = "needs root and the right to start a process without a network";
const smallDiskNeeds = "needs root and the right to mount";

const startArgs = ({ port }: Checkout, data: string) => ["npm", "start", "--", "--port", String(port), "--data", data];

function start(checkout: Checkout, options: RunOptions, data: string): Run {
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
  for (let left = 300; checkout.processes().length > 0 && left > 0; left--) await sleep(100);
  const remaining = checkout.processes().map(({ pid, command }) => `${pid} ${command}`);
  expectEqual(remaining, [], "the list of processes that are still running");
  expectEqual(await checkout.readyz(), undefined, "the response of the port");
  expectNoStack(run);
}

function expectNoStack(run: Run): void {
  expect(!/^\s+at /m.test(run.output()), `The output has a stack: ${run.output()}`);
}

/** Returns the process of the shop. */
const findShop = (checkout: Checkout) => findProcess(checkout, /^\S*node dev\/build\/bootstrap\.mjs/);

function findProcess(checkout: Checkout, pattern: RegExp): ProcessFacts {
  const found = checkout.processes().find(({ command }) => pattern.test(command));
  if (found === undefined) throw new Error(`No process has a command like ${pattern}`);
  return found;
}

/**
 * Checks that npm and the launcher run under this version of Node. npm finds the Node of package.json before it when the packages are
 * installed, so the shop itself runs under that one.
 */
async function checkNode(checkout: Checkout, major: number, path: string): Promise<void> {
  const version = findProcess(checkout, /^npm start/).nodeVersion();
  expect(version.startsWith(`v${major}.`), `npm runs under Node ${version}`);
  const shopVersion = findShop(checkout).nodeVersion();
  const { devDependencies } = JSON.parse(readFileSync(join(checkout.folder, "package.json"), "utf8")) as {
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  expectEqual(shopVersion, `v${devDependencies.node}`, "the version of Node that runs the shop");
  const bootstrap = ["node", "dev/build/bootstrap.mjs"];
  const launcher = checkout.run([...bootstrap, "dev/cli/start.ts", "--colour"], { env: { PATH: path } });
  expectEqual(await launcher.exit(), 1, "the exit code of the launcher");
  expect(launcher.output().includes("Unknown option '--colour'"), launcher.output());
}

/**
 * Returns a PATH whose first Node has this major version: the one of this machine, the one of package.json, or one from the registry.
 * Undefined, which is reported as skipped, when there is none.
 */
async function findNode(checkout: Checkout, { skip }: Report, major: number): Promise<string | undefined> {
  const own = join(checkout.folder, "node_modules", "node", "bin");
  const current = execFileSync("node", ["--version"], { encoding: "utf8", env: { PATH: pathOfMachine } });
  if (current.startsWith(`v${major}.`)) return pathOfMachine;
  const ownVersion = existsSync(own) ? execFileSync(join(own, "node"), ["--version"], { encoding: "utf8" }) : "";
  if (ownVersion.startsWith(`v${major}.`)) return `${own}:${pathOfMachine}`;
  const prefix = join(checkout.base, `node ${major}`);
  mkdirSync(prefix, { recursive: true });
  writeFileSync(join(prefix, "package.json"), JSON.stringify({ private: true }));
  makeOwned(prefix);
  const name = `node-linux-${process.arch}`;
  const flags = ["--no-audit", "--no-fund", "--loglevel=error", "--cache", join(prefix, "cache")];
  const install = checkout.run(["npm", "install", "--prefix", prefix, ...flags, `${name}@${major}`]);
  if ((await install.exit(5)) === 0) return `${join(prefix, "node_modules", name, "bin")}:${pathOfMachine}`;
  skip(`Node ${major}`, `it could not be installed: ${install.output().trim().split("\n").at(-1)}`);
  return undefined;
}

/** A small file system of its own in a folder of the checkout. Without the right to mount, the folder itself. */
async function withSmallDisk<T>(checkout: Checkout, megabytes: number, use: (disk: string) => Promise<T>): Promise<T> {
  const disk = join(checkout.base, "disk");
  mkdirSync(disk);
  if (!canMount) return use(disk);
  const options = `size=${megabytes}m,uid=${unprivileged},mode=0711`;
  execFileSync("/usr/bin/mount", ["-t", "tmpfs", "-o", options, "tmpfs", disk]);
  try {
    return await use(disk);
  } finally {
    for (const { pid } of checkout.processes()) process.kill(pid, "SIGKILL");
    await sleep(500);
    execFileSync("/usr/bin/umount", ["-l", disk]);
    rmSync(disk, { recursive: true });
  }
}

/** Fills a disk, buys, and makes space again. */
async function checkFullDisk(checkout: Checkout, { check }: Report, run: Run, disk: string): Promise<void> {
  const filler = join(disk, "filler");
  await check("a disk that is full while the shop runs", async () => {
    let wasFull = false;
    try {
      execFileSync("dd", ["if=/dev/zero", `of=${filler}`, "bs=1M"], { stdio: "ignore" });
    } catch {
      wasFull = true;
    }
    expect(wasFull, "The disk did not become full");
    for (let attempt = 1; attempt <= 5; attempt++) await buyLamp(checkout, `full ${attempt}`).catch(() => {});
    expect(run.child.exitCode === null, `The shop ended: ${run.output()}`);
  });
  await check("space on the disk again", async () => {
    rmSync(filler);
    let bought = false;
    for (let left = 120; !bought && left > 0; left--) {
      bought = await buyLamp(checkout, "with space again").then(
        () => true,
        () => sleep(1_000, false),
      );
    }
    expect(bought, "No order was possible within two minutes after there was space again");
  });
}

async function checkOptions(checkout: Checkout, { check }: Report, data: string): Promise<void> {
  const attempt = async (...args: readonly string[]) => {
    const other = checkout.run(["npm", "start", "--", ...args]);
    expectEqual(await other.exit(), 1, "the exit code");
    expectNoStack(other);
    return other.output();
  };
  await check("a port that is taken", async () => {
    const taken = await attempt("--port", String(checkout.port), "--data", "other");
    expect(taken.includes(`Port ${checkout.port} is taken. Choose another:`), taken);
  });
  await check("a port that is none", async () => {
    const none = await attempt("--port", "abc");
    expect(none.includes("--port must be a number") && none.includes("Usage:"), none);
  });
  await check("an unknown option", async () => {
    const unknown = await attempt("--colour");
    expect(unknown.includes("Unknown option '--colour'") && unknown.includes("Usage:"), unknown);
  });
  await check("a second start on the same data", async () => {
    const second = await attempt("--port", String(checkout.port + 10), "--data", data);
    expect(second.includes("Stoa already runs on"), second);
  });
}

export const newcomerCases: readonly NewcomerCase[] = [
  {
    name: "a restricted user without a network",
    installed: true,
    run: async (checkout, report) => {
      const { check, skip } = report;
      const path = await findNode(checkout, report, 20);
      const env = { TZ: "Pacific/Chatham", LANG: "C", ...(path === undefined ? {} : { PATH: path }) };
      chmodSync(checkout.home, 0o555);
      // The script of the README, on the port of this checkout. Only processes inside the network namespace reach it.
      const readme = readFileSync(join(checkout.folder, "README.md"), "utf8");
      const order = /```sh\n(SHOP=[\s\S]*?)```/.exec(readme)?.[1] ?? "";
      const text = order.replace(/127\.0\.0\.1:8787/, `127.0.0.1:${checkout.port}`);
      writeFileSync(join(checkout.folder, "first-order.sh"), text, { mode: 0o644 });
      const script = `trap : TERM
        ${startArgs(checkout, "restricted").join(" ")} >start.log 2>&1 & npm=$!
        until grep -q "Stoa is ready" start.log; do kill -0 $npm || break; sleep 0.5; done
        cat start.log; bash first-order.sh
        wait $npm; wait $npm; cat start.log`;
      const run = checkout.run(["bash", "-c", script], { offline: canLeaveNetwork, env });
      await check("a start", () => run.waitFor("Stoa is ready", 4));
      await check("the first order of the README", () => run.waitFor('"status":"CONFIRMED"'));
      const shop = findShop(checkout);
      if (path !== undefined) await check("Node 20", () => checkNode(checkout, 20, path));
      await check("a user without rights", () => {
        const users = new Set(checkout.processes().map(({ userId }) => userId));
        expect(users.size === 1 && !users.has(0), `The processes run as the users ${[...users]}`);
      });
      await check("a path with spaces", () =>
        expectEqual([shop.folder, / /.test(shop.folder)], [checkout.folder, true], "the folder"),
      );
      await check("a HOME that is empty and read-only", () => {
        expectEqual(shop.env.HOME, checkout.home, "HOME");
        const touch = checkout.run(["touch", join(checkout.home, "file")]);
        return touch.exit().then((code) => {
          expect(code !== 0, "HOME is writable");
          expectEqual(readdirSync(checkout.home), [], "the list of files in HOME");
        });
      });
      await check("another time zone and language", () =>
        expectEqual([shop.env.TZ, shop.env.LANG], ["Pacific/Chatham", "C"], "the time zone and the language"),
      );
      if (canLeaveNetwork) {
        await check("no network after the installation", () =>
          expectEqual(shop.devices, ["lo"], "the list of network devices"),
        );
      } else skip("no network after the installation", noNetworkNeeds);
      await check("SIGTERM to all processes", async () => {
        run.signalGroup("SIGTERM");
        await expectStopped(checkout, run);
      });
      chmodSync(checkout.home, 0o755);
    },
  },
  {
    name: "a small disk",
    installed: true,
    run: async (checkout, report) => {
      const { check, skip } = report;
      const path = await findNode(checkout, report, 22);
      if (canMount) {
        await withSmallDisk(checkout, 20, (disk) =>
          check("a disk that is full at the start", async () => {
            const run = start(checkout, {}, join(disk, "data"));
            expectEqual(await run.exit(), 1, "the exit code");
            expect(/The disk is full: \d+ MB are free|No space left on device/.test(run.output()), run.output());
            await expectStopped(checkout, run);
          }),
        );
      } else skip("a disk that is full", smallDiskNeeds);
      await withSmallDisk(checkout, 400, async (disk) => {
        const elasticsearch = { ELASTICSEARCH_URL: "http://127.0.0.1:9" };
        const env = { HOME: undefined, ...elasticsearch, ...(path === undefined ? {} : { PATH: path }) };
        const run = start(checkout, { env }, join(disk, "data"));
        await check("a start", () => run.waitFor("Stoa is ready", 4));
        await check("an order", () => buyLamp(checkout, "first"));
        if (path !== undefined) await check("Node 22", () => checkNode(checkout, 22, path));
        await check("no HOME", () => {
          const homes = checkout.processes().filter(({ env: { HOME } }) => HOME === checkout.home);
          expectEqual(homes, [], "the list of processes with the HOME of the user");
        });
        await check("an Elasticsearch that is absent", async () => {
          expectEqual(findShop(checkout).env.ELASTICSEARCH_URL, "http://127.0.0.1:9", "the address");
          const api = { url: `http://127.0.0.1:${checkout.port}` };
          const query = '{ search(query: "lamp") { totalCount } }';
          const { search } = await fetchData<{ search: { totalCount: number } }>(api, query);
          expect(search.totalCount > 0, "The search found nothing");
        });
        if (canMount) await checkFullDisk(checkout, report, run, disk);
        await check("SIGINT to all processes", async () => {
          run.signalGroup("SIGINT");
          await expectStopped(checkout, run);
        });
      });
    },
  },
  {
    name: "a second start, and signals",
    installed: true,
    run: async (checkout, report) => {
      const { check } = report;
      const path = await findNode(checkout, report, 24);
      const options = { env: path === undefined ? {} : { PATH: path } };
      const data = ".stoa";
      const first = start(checkout, options, data);
      await check("a start", () => first.waitFor("Stoa is ready", 4));
      if (path !== undefined) await check("Node 24", () => checkNode(checkout, 24, path));
      await checkOptions(checkout, report, data);
      await check("kill -9, then a start on the same port, which keeps the orders", async () => {
        const before = await buyLamp(checkout, "before the kill");
        for (const { pid } of checkout.processes()) if (pid !== first.child.pid) process.kill(pid, "SIGKILL");
        first.signalGroup("SIGKILL");
        await first.exit();
        const second = start(checkout, options, data);
        await second.waitFor("Stoa is ready", 4);
        expectEqual(await buyLamp(checkout, "before the kill"), before, "the order with the same key");
        second.signalGroup("SIGHUP");
        await expectStopped(checkout, second);
      });
      // After a SIGINT, npm waits for its script: it expects that the terminal has sent the signal to the script too.
      for (const signal of ["SIGTERM", "SIGHUP"] as const) {
        await check(`${signal} to npm only`, async () => {
          const run = start(checkout, options, data);
          await run.waitFor("Stoa is ready", 4);
          run.child.kill(signal);
          await expectStopped(checkout, run);
        });
      }
      for (const [signal, ms] of [
        ["SIGINT", 1_000],
        ["SIGTERM", 2_000],
        ["SIGHUP", 3_000],
        ["SIGINT", 4_000],
        ["SIGTERM", 5_000],
        ["SIGHUP", 500],
      ] as const) {
        await check(`${signal} ${ms / 1_000} s after the start`, async () => {
          const run = start(checkout, options, `early-${ms}`);
          await sleep(ms);
          run.signalGroup(signal);
          await expectStopped(checkout, run);
        });
      }
    },
  },
  {
    name: "npm test on a folder",
    installed: true,
    run: async (checkout, { check }) =>
      check("npm test on a folder", async () => {
        const run = checkout.run(["npm", "test", "--", "workers/kit/domain"]);
        await run.waitFor(" passed, 0 failed", 4);
        expectEqual(await run.exit(), 0, "the exit code");
      }),
  },
  {
    name: "no network at the first run",
    installed: false,
    run: async (checkout, { check, skip }) => {
      if (!canLeaveNetwork) return skip("no network at the first run", noNetworkNeeds);
      await check("no network at the first run", async () => {
        // npm retries for minutes by default.
        const env = { npm_config_fetch_retries: "0" };
        const run = start(checkout, { offline: true, env }, ".stoa");
        expectEqual(await run.exit(), 1, "the exit code");
        expect(run.output().includes("npm could not install the packages."), run.output());
        expect(!existsSync(join(checkout.folder, ".stoa")), "Something was started");
      });
    },
  },
  ...[20, 22, 24].map(
    (major): NewcomerCase => ({
      name: `Node ${major}, with an installation`,
      installed: false,
      isLong: true,
      run: async (checkout, report) => {
        const path = await findNode(checkout, report, major);
        if (path === undefined) return;
        const run = start(checkout, { env: { PATH: path } }, ".stoa");
        await report.check(`an installation with Node ${major}, and a start`, () => run.waitFor("Stoa is ready", 6));
        await report.check(`Node ${major}`, () => checkNode(checkout, major, path));
        await report.check("an order", () => buyLamp(checkout, "first"));
        run.signalGroup("SIGTERM");
        await expectStopped(checkout, run);
      },
    }),
  ),
];

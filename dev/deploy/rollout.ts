import { setTimeout as wait } from "node:timers/promises";
import type { WorkerName } from "../build/bundle.ts";
import { deployMessage, rollbackMessage } from "./deployments.ts";
import { toVersionMessage } from "./release.ts";
import type { RolloutPlan, WorkerStep } from "./rollout-plan.ts";
import type { Environment, SecretsFile } from "./secrets-file.ts";
import { runSmokeTest, type SmokeResult, type SmokeTest } from "./smoke-test.ts";
import {
  deployTriggers,
  deployVersions,
  runWrangler,
  toTargetFlags,
  uploadVersion,
  type WranglerTarget,
} from "./wrangler.ts";

export interface RolloutOptions {
  readonly environment: Environment;
  readonly accountId: string | undefined;
  readonly secrets: SecretsFile;
  /** Secrets that a Worker does not have yet. */
  readonly newSecrets: Readonly<Record<WorkerName, readonly string[]>>;
  /** The addresses of the Workers that people reach. */
  readonly urls: Pick<SmokeTest, "url" | "pageUrls">;
  /** `REDIS_BUDGET_MS`. */
  readonly redisBudgetMs: number;
  /** The percentages of requests that the new versions get, one after the other. The last is 100. */
  readonly percentages: readonly number[];
  /** How long each percentage is tested. */
  readonly pauseMs: number;
  readonly print: (line: string) => void;
}

type Upload = Extract<WorkerStep, { readonly action: "upload" }> & { readonly id: string };

/** A rollout that did not succeed. */
class RolloutError extends Error {
  override readonly name = "RolloutError";
}

const pollMs = 10_000;

/**
 * Deploys a release: creates Workers that serve no requests yet, uploads new versions of the others, tests these at 0 %, and gives
 * them more requests in steps. When a test fails, the previous versions get all requests again.
 */
export async function rollOut(plan: RolloutPlan, options: RolloutOptions): Promise<void> {
  const { environment, accountId, print } = options;
  const { release } = plan;
  for (const { name, action } of plan.steps) {
    if (action !== "create" && action !== "replace") continue;
    const annotations = ["--tag", release.id, "--message", toVersionMessage(release, name)];
    runWrangler(["deploy", ...toTargetFlags(name, environment), ...annotations], { accountId });
  }
  const uploads = uploadAll(plan, options);
  if (uploads.length === 0) return;
  const { urls, redisBudgetMs } = options;
  const before = await runSmokeTest({ ...urls, redisBudgetMs, versions: new Map(), scripts: {} });
  if (before.problems.length > 0) print(`Before the deployment: ${before.problems.join("; ")}`);
  const rollout = new Rollout(plan, options, uploads, before);
  await rollout.setPercentage(0);
  await rollout.test("0 %");
  for (const percentage of options.percentages) {
    if (percentage === 100) await rollout.deployTriggers();
    await rollout.setPercentage(percentage);
    await rollout.observe(percentage);
  }
}

function uploadAll(
  plan: RolloutPlan,
  { environment, accountId, secrets, newSecrets, print }: RolloutOptions,
): readonly Upload[] {
  const { release } = plan;
  return plan.steps.flatMap((step) => {
    if (step.action !== "upload") return [];
    const { name, script } = step;
    const added = Object.fromEntries(newSecrets[name].map((secret) => [secret, secrets[name][secret] ?? ""]));
    const annotations = { tag: release.id, message: toVersionMessage(release, name) };
    const id = step.uploaded ?? uploadVersion({ name, environment, accountId }, annotations, added);
    print(`${script}: ${step.uploaded === undefined ? "uploaded" : "uses the uploaded"} version ${id}`);
    return [{ ...step, id }];
  });
}

class Rollout {
  readonly #plan: RolloutPlan;
  readonly #options: RolloutOptions;
  readonly #uploads: readonly Upload[];
  readonly #before: SmokeResult;
  /** Workers whose new version cannot be selected by a request, because the platform does not pass the selection on. */
  readonly #unreachable = new Set<string>();
  #percentage = 0;

  constructor(plan: RolloutPlan, options: RolloutOptions, uploads: readonly Upload[], before: SmokeResult) {
    this.#plan = plan;
    this.#options = options;
    this.#uploads = uploads;
    this.#before = before;
  }

  /** Gives the new versions this percentage of the requests: the services first, then the gateway that calls them. */
  async setPercentage(percentage: number): Promise<void> {
    this.#percentage = percentage;
    await this.#changeAll((worker, { id, previous }) =>
      deployVersions(worker, split(id, previous, percentage), deployMessage(this.#plan.release.id)),
    );
    this.#options.print(`${this.#uploads.map(({ script }) => script).join(", ")}: ${percentage} %`);
  }

  /** Applies routes, cron triggers and queue consumers, before the last step: a deployment that is complete has them. */
  deployTriggers(): Promise<void> {
    return this.#changeAll((worker) => deployTriggers(worker));
  }

  async #changeAll(change: (worker: WranglerTarget, upload: Upload) => void): Promise<void> {
    const { environment, accountId } = this.#options;
    try {
      for (const upload of this.#uploads) change({ name: upload.name, environment, accountId }, upload);
    } catch (error) {
      await this.#rollBack(error instanceof Error ? error.message : String(error));
    }
  }

  /** Tests the new versions, also while they get no other requests. */
  async test(title: string): Promise<void> {
    const { urls, redisBudgetMs, print } = this.#options;
    const tested = this.#uploads.filter(({ name }) => !this.#unreachable.has(name));
    const result = await runSmokeTest({
      ...urls,
      redisBudgetMs,
      versions: new Map(tested.map(({ script, id }) => [script, id])),
      scripts: Object.fromEntries(tested.map(({ name, script }) => [name, script])),
    });
    const problems = result.problems.filter((problem) => !this.#before.problems.includes(problem));
    if (result.unreached.includes("gateway")) problems.push("requests do not reach the new version of the gateway");
    if (problems.length > 0) await this.#rollBack(problems.join("; "));
    for (const name of result.unreached) {
      if (!this.#unreachable.has(name))
        print(`The test does not reach the new version of ${name} before it gets requests`);
      this.#unreachable.add(name);
    }
    print(`Smoke test at ${title}: passed`);
  }

  /** Tests a percentage for some time. */
  async observe(percentage: number): Promise<void> {
    const until = Date.now() + this.#options.pauseMs;
    await this.test(`${percentage} %`);
    while (Date.now() < until) {
      await wait(Math.min(pollMs, Math.max(until - Date.now(), 0)));
      await this.test(`${percentage} %`);
    }
  }

  /** Gives the previous versions all requests: first of the gateway, then of the services that it calls. Throws in any case. */
  async #rollBack(reason: string): Promise<never> {
    const { environment, accountId, print } = this.#options;
    const { forwardOnly, previousRelease } = this.#plan;
    if (forwardOnly !== undefined && this.#percentage > 0) {
      throw new RolloutError(
        `${reason}\nThe previous release cannot run again: ${forwardOnly}. The new versions get ${this.#percentage} % of the requests. Repair the cause, and deploy again.`,
      );
    }
    print(`Failed: ${reason}`);
    const failed: string[] = [];
    for (const { name, script, previous } of [...this.#uploads].reverse()) {
      try {
        deployVersions(
          { name, environment, accountId },
          new Map([[previous, 100]]),
          rollbackMessage(previousRelease ?? "unknown"),
        );
        print(`${script}: back to version ${previous}`);
      } catch {
        failed.push(`npx wrangler versions deploy ${previous}@100% --name ${script} --yes`);
      }
    }
    if (failed.length > 0) throw new RolloutError(`${reason}\nThe rollback failed too. Run:\n  ${failed.join("\n  ")}`);
    throw new RolloutError(`Rolled back to the previous versions: ${reason}`);
  }
}

function split(id: string, previous: string, percentage: number): ReadonlyMap<string, number> {
  if (percentage === 100) return new Map([[id, 100]]);
  return new Map([
    [id, percentage],
    [previous, 100 - percentage],
  ]);
}

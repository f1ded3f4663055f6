import { type WorkerName, workerNames } from "../build/bundle.ts";
import type { CloudflareApi } from "./cloudflare-api.ts";
import { findObjectMigration, listDeployments, listVersions, type Version } from "./deployments.ts";
import type { Preflight, Target } from "./finding.ts";
import { findRollbackProblem, parseVersionMessage, type Release } from "./release.ts";

interface Step {
  readonly name: WorkerName;
  /** The name of the Worker in the account. */
  readonly script: string;
}

/**
 * - `create`: the Worker serves no requests yet, so nothing can be tested at 0 % or rolled back.
 * - `replace`: it has a migration of Durable Objects, so the platform gives it all requests immediately.
 * - `upload`: a new version is tested at 0 %, and gets requests in steps.
 * - `none`: its code and configuration are deployed.
 */
export type WorkerStep = Step &
  (
    | { readonly action: "create" | "replace" | "none" }
    | {
        readonly action: "upload";
        /** The version that serves the requests now. */
        readonly previous: string;
        /** The new version, if an earlier run has uploaded it. */
        readonly uploaded: string | undefined;
      }
  );

export interface RolloutPlan {
  readonly release: Release;
  /** In the order of deployment: a Worker comes after those that it calls. */
  readonly steps: readonly WorkerStep[];
  /** The release that serves requests now. */
  readonly previousRelease: string | undefined;
  /** Why the previous release cannot run again after this one. Undefined when it can. */
  readonly forwardOnly: string | undefined;
}

/** Compares the Workers of the account with a release. Changes nothing. */
export async function planRollout(
  api: CloudflareApi,
  accountId: string,
  { configs }: Pick<Target, "configs">,
  release: Release,
  newSecrets: Preflight["newSecrets"],
): Promise<RolloutPlan> {
  const plans = await Promise.all(
    workerNames.map(async (name) => {
      const script = configs[name].name;
      const [deployments, versions, migration] = await Promise.all([
        listDeployments(api, accountId, script),
        listVersions(api, accountId, script),
        findObjectMigration(api, accountId, script),
      ]);
      const isDeployed = deployments.length > 0 && versions.length > 0;
      const serving = [...(deployments[0]?.versions ?? [])].sort((a, b) => b.percentage - a.percentage)[0];
      if (!isDeployed || serving === undefined) return { step: { name, script, action: "create" as const } };
      const version = versions.find(({ id }) => id === serving.id);
      const info = parseVersionMessage(version?.message);
      const result = { name, release: version?.tag, info };
      const newest = (configs[name].migrations as readonly { readonly tag: string }[] | undefined)?.at(-1)?.tag;
      if (newest !== undefined && migration !== newest) {
        return { ...result, step: { name, script, action: "replace" as const } };
      }
      const digest = release.digests[name];
      if (info?.digest === digest && serving.percentage === 100 && newSecrets[name].length === 0) {
        return { ...result, step: { name, script, action: "none" as const } };
      }
      const isUploaded = ({ id, message }: Version) =>
        parseVersionMessage(message)?.digest === digest && !(serving.percentage === 100 && id === serving.id);
      const uploaded = newSecrets[name].length === 0 ? versions.find(isUploaded)?.id : undefined;
      // A run that was interrupted has left both versions in the deployment.
      const others = (deployments[0]?.versions ?? []).filter(({ id }) => id !== uploaded);
      const previous = others.sort((a, b) => b.percentage - a.percentage)[0]?.id ?? serving.id;
      return { ...result, step: { name, script, action: "upload" as const, previous, uploaded } };
    }),
  );
  const order = plans.find(({ step }) => step.name === "order");
  const gateway = plans.find(({ step }) => step.name === "gateway");
  return {
    release,
    steps: plans.map(({ step }) => step),
    previousRelease: gateway !== undefined && "release" in gateway ? gateway.release : undefined,
    forwardOnly: findForwardOnly(order, release),
  };
}

type OrderPlan = { readonly step: WorkerStep; readonly info?: ReturnType<typeof parseVersionMessage> };

function findForwardOnly(order: OrderPlan | undefined, { formats, digests }: Release): string | undefined {
  if (order === undefined || order.step.action === "create") return "it is the first deployment";
  if (order.step.action === "replace") return "it has a migration of Durable Objects";
  return findRollbackProblem(order.info, { digest: digests.order, formats });
}

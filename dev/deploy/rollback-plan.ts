import { type WorkerName, workerNames } from "../build/bundle.ts";
import type { CloudflareApi } from "./cloudflare-api.ts";
import { type Deployment, listDeployments, listVersions, parseRelease, type Version } from "./deployments.ts";
import type { Target } from "./finding.ts";
import { findRollbackProblem, parseVersionMessage } from "./release.ts";

export interface RollbackPlan {
  readonly from: string;
  readonly to: string;
  /** The Workers whose version changes, those first that call others. */
  readonly steps: readonly { readonly name: WorkerName; readonly script: string; readonly id: string }[];
}

interface WorkerHistory {
  readonly name: WorkerName;
  readonly script: string;
  readonly deployments: readonly Deployment[];
  readonly versions: readonly Version[];
}

/**
 * Finds the versions that served the requests in an earlier release. `to` is the id of a release or the start of one. By default it
 * is the release before the one that serves now. Throws when the code of that release cannot read the orders that are stored.
 */
export async function planRollback(
  api: CloudflareApi,
  accountId: string,
  { configs }: Pick<Target, "configs">,
  to: string | undefined,
): Promise<RollbackPlan> {
  const histories = await Promise.all(
    workerNames.map(async (name): Promise<WorkerHistory> => {
      const script = configs[name].name;
      const [deployments, versions] = await Promise.all([
        listDeployments(api, accountId, script),
        listVersions(api, accountId, script),
      ]);
      return { name, script, deployments, versions };
    }),
  );
  const releases = listReleases(histories);
  const [current] = releases;
  if (current === undefined) throw new Error("npm run deploy has deployed no release");
  const target = findTarget(releases, to);
  const steps = histories.flatMap(({ name, script, deployments, versions }) => {
    const serving = deployments[0]?.versions ?? [];
    const chosen = deployments.find(({ createdAt, versions: split }) => createdAt <= target.at && split.length === 1);
    const id = chosen?.versions[0]?.id;
    if (id === undefined || (serving.length === 1 && serving[0]?.id === id)) return [];
    if (name === "order") rejectUnreadable(versions, id, serving);
    return [{ name, script, id }];
  });
  return { from: current.id, to: target.id, steps: steps.reverse() };
}

interface ReleaseTime {
  readonly id: string;
  /** When its last Worker got all requests. */
  readonly at: string;
  readonly isRollback: boolean;
}

/** Returns the releases in the order in which they were deployed, newest first. A rollback counts as one. */
function listReleases(histories: readonly WorkerHistory[]): readonly ReleaseTime[] {
  const all = histories
    .flatMap(({ deployments, versions }) =>
      deployments.flatMap((deployment) => {
        const release = findRelease(deployment, versions);
        return release === undefined ? [] : [{ ...release, at: deployment.createdAt }];
      }),
    )
    .sort((a, b) => b.at.localeCompare(a.at));
  // The Workers of one release are deployed one after the other.
  return all.filter(
    ({ id, isRollback }, index) => id !== all[index - 1]?.id || isRollback !== all[index - 1]?.isRollback,
  );
}

/** Returns the release of a deployment that gave one version all requests. The first deployment has no message of its own. */
function findRelease({ message, versions: split }: Deployment, versions: readonly Version[]) {
  if (split.length !== 1) return undefined;
  const { tag, message: info } = versions.find(({ id }) => id === split[0]?.id) ?? {};
  const isFirst = tag !== undefined && parseVersionMessage(info) !== undefined;
  return parseRelease(message) ?? (isFirst ? { id: tag, isRollback: false } : undefined);
}

function findTarget(releases: readonly ReleaseTime[], to: string | undefined): ReleaseTime {
  const [current] = releases;
  const deployed = releases.filter(({ isRollback }) => !isRollback);
  if (to !== undefined) {
    const found = deployed.find(({ id }) => id === to || id.startsWith(`${to}-`));
    if (found !== undefined) return found;
    throw new Error(`There is no release ${to}. Known: ${[...new Set(deployed.map(({ id }) => id))].join(", ")}`);
  }
  // After a rollback, its release serves already.
  if (current?.isRollback) return deployed.find(({ id }) => id === current.id) ?? current;
  const previous = deployed.find(({ id }) => id !== current?.id);
  if (previous === undefined) throw new Error("There is no earlier release");
  return previous;
}

/** Throws when an order that one of the serving versions has written cannot be read by this version. */
function rejectUnreadable(versions: readonly Version[], id: string, serving: Deployment["versions"]): void {
  const infoOf = (versionId: string) =>
    parseVersionMessage(versions.find((version) => version.id === versionId)?.message);
  for (const running of serving) {
    const problem = running.id === id ? undefined : findRollbackProblem(infoOf(id), infoOf(running.id));
    if (problem !== undefined) throw new Error(`Forward only: version ${id} of order cannot run again: ${problem}`);
  }
}

import { type CloudflareApi, CloudflareError } from "./cloudflare-api.ts";

/** A version of a Worker in the account. */
export interface Version {
  readonly id: string;
  /** The release that uploaded it. Undefined for a version that another tool has uploaded. */
  readonly tag: string | undefined;
  readonly message: string | undefined;
}

/** A split of the requests of a Worker between one or two versions. */
export interface Deployment {
  readonly createdAt: string;
  readonly message: string | undefined;
  readonly versions: readonly { readonly id: string; readonly percentage: number }[];
}

type Annotations = Readonly<Record<string, string>>;

interface ApiDeployment {
  readonly created_on: string;
  readonly annotations?: Annotations;
  readonly versions: readonly { readonly version_id: string; readonly percentage: number }[];
}

interface ApiVersion {
  readonly id: string;
  readonly annotations?: Annotations;
}

export const deployMessage = (release: string) => `release ${release}`;
export const rollbackMessage = (release: string) => `rollback to ${release}`;

/** Returns the release that a message of this command names. */
export function parseRelease(
  message: string | undefined,
): { readonly id: string; readonly isRollback: boolean } | undefined {
  const [, kind, id] = /^(release|rollback to) (\S+)$/.exec(message ?? "") ?? [];
  return id === undefined ? undefined : { id, isRollback: kind !== "release" };
}

/** Returns the latest deployments of a Worker, newest first. A draft and a Worker that does not exist have none. */
export async function listDeployments(
  api: CloudflareApi,
  accountId: string,
  worker: string,
): Promise<readonly Deployment[]> {
  const found = await findResult<{ readonly deployments: readonly ApiDeployment[] }>(
    api,
    `/accounts/${accountId}/workers/scripts/${worker}/deployments`,
  );
  return (found?.deployments ?? []).map(({ created_on, annotations, versions }) => ({
    createdAt: created_on,
    message: annotations?.["workers/message"],
    versions: versions.map(({ version_id, percentage }) => ({ id: version_id, percentage })),
  }));
}

/**
 * Returns the latest versions of a Worker, newest first. A change of a secret copies the latest version without its tag and message. Such
 * a version gets those of the one before it.
 */
export async function listVersions(api: CloudflareApi, accountId: string, worker: string): Promise<readonly Version[]> {
  const found = await findResult<{ readonly items: readonly ApiVersion[] }>(
    api,
    `/accounts/${accountId}/workers/scripts/${worker}/versions?deployable=true`,
  );
  const versions: Version[] = [];
  for (const { id, annotations } of [...(found?.items ?? [])].reverse()) {
    const isCopy = annotations?.["workers/triggered_by"] === "secret" && annotations["workers/message"] === undefined;
    const { tag, message } = isCopy ? (versions[0] ?? toDescription(undefined)) : toDescription(annotations);
    versions.unshift({ id, tag, message });
  }
  return versions;
}

function toDescription(annotations: Annotations | undefined): Omit<Version, "id"> {
  return { tag: annotations?.["workers/tag"], message: annotations?.["workers/message"] };
}

/** Returns the tag of the last migration of Durable Objects that the platform has applied. */
export async function findObjectMigration(
  api: CloudflareApi,
  accountId: string,
  worker: string,
): Promise<string | undefined> {
  const found = await findResult<{
    readonly default_environment: { readonly script: { readonly migration_tag?: string } };
  }>(api, `/accounts/${accountId}/workers/services/${worker}`);
  return found?.default_environment.script.migration_tag;
}

async function findResult<T>(api: CloudflareApi, path: string): Promise<T | undefined> {
  try {
    return await api.get<T>(path);
  } catch (error) {
    if (error instanceof CloudflareError && error.status === 404) return undefined;
    throw error;
  }
}

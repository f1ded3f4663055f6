import { workerNames } from "../build/bundle.ts";
import type { WorkerConfig } from "../local/worker-config.ts";
import { type CloudflareApi, CloudflareError } from "./cloudflare-api.ts";
import type { Finding, Preflight, Target } from "./finding.ts";

const noSecrets = Object.fromEntries(
  workerNames.map((name) => [name, [] as string[]]),
) as unknown as Preflight["newSecrets"];
/** Messages that no consumer takes are retained for the maximum of 14 days. */
const parkedRetentionSeconds = 14 * 24 * 3_600;

/** Checks the account: its plan, queues, secrets and the zone of the route. Without an account, nothing else is checked. */
export async function checkAccount(target: Target): Promise<Preflight> {
  let api: CloudflareApi;
  let accountId: string;
  try {
    api = target.connect();
    const found = await findAccount(api, target.env.CLOUDFLARE_ACCOUNT_ID);
    if (typeof found !== "string") return { findings: [found], accountId: undefined, newSecrets: noSecrets };
    accountId = found;
  } catch (error) {
    const finding = toFinding("Cloudflare account", error, "create a token: see docs/deploying.md");
    return { findings: [finding], accountId: undefined, newSecrets: noSecrets };
  }
  const publicConfigs = workerNames
    .filter((name) => name === "gateway" || (target.configs[name].routes ?? []).length > 0)
    .map((name) => target.configs[name]);
  const [plan, queues, secrets, zones] = await Promise.all([
    checkPlan(api, accountId),
    checkQueues(api, accountId, target),
    checkSecrets(api, accountId, target),
    Promise.all(publicConfigs.map((config) => checkZone(api, accountId, config))),
  ]);
  const account: Finding = { status: "ok", subject: "Cloudflare account", detail: accountId };
  return {
    findings: [account, plan, ...queues, ...secrets.findings, ...zones.flat()],
    accountId,
    newSecrets: secrets.newSecrets,
  };
}

/** Returns the id of the account, or a finding when it is ambiguous. */
async function findAccount(api: CloudflareApi, configured: string | undefined): Promise<string | Finding> {
  if (configured !== undefined && configured !== "") return configured;
  const accounts = await api.list<{ readonly id: string; readonly name: string }>("/accounts");
  const [only] = accounts;
  if (only !== undefined && accounts.length === 1) return only.id;
  const detail =
    only === undefined
      ? "the token has access to no account"
      : `the token has access to ${accounts.map(({ id, name }) => `${name} (${id})`).join(" and ")}`;
  return { status: "wrong", subject: "Cloudflare account", detail, repair: "set CLOUDFLARE_ACCOUNT_ID" };
}

/** Returns the id of the account. Throws when it is ambiguous. */
export async function findAccountId(api: CloudflareApi, configured: string | undefined): Promise<string> {
  const found = await findAccount(api, configured);
  if (typeof found === "string") return found;
  throw new Error(`${found.detail}: ${found.repair}`);
}

/** Free plans limit CPU to 10 ms and queues to 10,000 operations a day. A token may not be allowed to read the plan. */
async function checkPlan(api: CloudflareApi, accountId: string): Promise<Finding> {
  const subject = "Workers Paid plan";
  try {
    const plans = await api.list<{ readonly rate_plan?: { readonly id?: string } }>(
      `/accounts/${accountId}/subscriptions`,
    );
    if (plans.some(({ rate_plan }) => /workers/.test(rate_plan?.id ?? ""))) return { status: "ok", subject };
    return { status: "missing", subject, repair: "subscribe to Workers Paid in the dashboard" };
  } catch (error) {
    const finding = toFinding(subject, error, "check it in the dashboard");
    return { ...finding, status: "unchecked" };
  }
}

async function checkQueues(api: CloudflareApi, accountId: string, { configs }: Target): Promise<readonly Finding[]> {
  const needed = workerNames.flatMap((name) => {
    const { producers = [], consumers = [] } = configs[name].queues ?? {};
    return [...producers, ...consumers].flatMap((end) => [
      end.queue,
      ...("dead_letter_queue" in end && end.dead_letter_queue !== undefined ? [end.dead_letter_queue] : []),
    ]);
  });
  const consumed = new Set(
    workerNames.flatMap((name) => (configs[name].queues?.consumers ?? []).map(({ queue }) => queue)),
  );
  try {
    const existing = await api.list<{ readonly queue_name: string }>(`/accounts/${accountId}/queues`);
    return [...new Set(needed)].sort().map((queue): Finding => {
      const subject = `queue ${queue}`;
      if (existing.some(({ queue_name }) => queue_name === queue)) return { status: "ok", subject };
      const retention = consumed.has(queue) ? [] : ["--message-retention-period-secs", String(parkedRetentionSeconds)];
      const create = ["queues", "create", queue, ...retention];
      return { status: "missing", subject, repair: `npx wrangler ${create.join(" ")}`, create };
    });
  } catch (error) {
    return [toFinding("queues", error, "give the token the permission Queues: Edit")];
  }
}

async function checkSecrets(
  api: CloudflareApi,
  accountId: string,
  target: Target,
): Promise<Pick<Preflight, "findings" | "newSecrets">> {
  const checked = await Promise.all(
    workerNames.map(async (name) => {
      const config = target.configs[name];
      try {
        const existing = await listSecrets(api, accountId, config.name);
        const lacking = getRequiredSecrets(config).filter((secret) => !existing.includes(secret));
        const unknown = lacking.filter((secret) => target.secrets[name][secret] === undefined);
        const findings = unknown.map(
          (secret): Finding => ({
            status: "missing",
            subject: `secret ${secret} of ${name}`,
            repair: `put it into the section ${name} of the secrets file`,
          }),
        );
        const ok: Finding = { status: "ok", subject: `secrets of ${name}`, detail: toDetail(lacking.length) };
        return { name, lacking, findings: unknown.length === 0 ? [ok] : findings };
      } catch (error) {
        const repair = "give the token the permission Workers Scripts: Edit";
        return { name, lacking: [] as readonly string[], findings: [toFinding(`secrets of ${name}`, error, repair)] };
      }
    }),
  );
  return {
    findings: checked.flatMap(({ findings }) => findings),
    newSecrets: { ...noSecrets, ...Object.fromEntries(checked.map(({ name, lacking }) => [name, lacking])) },
  };
}

const toDetail = (lacking: number) => (lacking === 0 ? "all are set" : `${lacking} will be set from the secrets file`);

/** Returns the secrets of a Worker in the account. A Worker that does not exist has none. */
async function listSecrets(api: CloudflareApi, accountId: string, worker: string): Promise<readonly string[]> {
  try {
    const path = `/accounts/${accountId}/workers/scripts/${worker}/secrets`;
    return (await api.list<{ readonly name: string }>(path)).map(({ name }) => name);
  } catch (error) {
    if (error instanceof CloudflareError && error.status === 404) return [];
    throw error;
  }
}

/** Returns the required secrets of a Worker, and those that its variables make necessary. */
function getRequiredSecrets({ secrets, vars }: WorkerConfig): readonly string[] {
  return [...(secrets?.required ?? []), ...(vars.CARRIER_PROVIDER === "easypost" ? ["EASYPOST_API_KEY"] : [])];
}

/** A custom domain needs a zone of this account. */
async function checkZone(
  api: CloudflareApi,
  accountId: string,
  { routes = [] }: WorkerConfig,
): Promise<readonly Finding[]> {
  const [route] = routes;
  const domain = typeof route === "string" ? route : route?.pattern;
  if (domain === undefined) return [{ status: "missing", subject: "route", repair: "set routes in wrangler.toml" }];
  const subject = `route ${domain}`;
  try {
    const zones = await api.list<{ readonly name: string; readonly status: string }>(`/zones?account.id=${accountId}`);
    const zone = zones.find(({ name }) => domain === name || domain.endsWith(`.${name}`));
    if (zone === undefined) {
      return [
        { status: "missing", subject, detail: "its domain is not in the account", repair: "add it in the dashboard" },
      ];
    }
    if (zone.status === "active") return [{ status: "ok", subject }];
    return [{ status: "wrong", subject, detail: `the zone is ${zone.status}`, repair: "set its name servers" }];
  } catch (error) {
    return [toFinding(subject, error, "give the token the permission Zone: Read")];
  }
}

function toFinding(subject: string, error: unknown, repair: string): Finding {
  return { status: "wrong", subject, detail: error instanceof Error ? error.message : String(error), repair };
}

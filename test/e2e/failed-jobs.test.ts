import { beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { runMutation, type UserError, userErrorCodes } from "../support/accounts.ts";
import { errorCodes } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop();
const admin = useUser(shop, "ADMIN");
const support = useUser(shop, "SUPPORT");
const manager = useUser(shop, "CATALOG_MANAGER");

interface Job {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subjectId: string | null;
  readonly attemptCount: number;
  readonly error: string;
  readonly nextAttemptAt: string | null;
  readonly payload: unknown;
}

const fields = "id source type subjectId attemptCount error nextAttemptAt payload";

async function list(by: Api, args: object = {}) {
  const document = `query ($first: Int, $after: String, $source: [FailedJobSource!]) {
    failedJobs(first: $first, after: $after, source: $source) {
      totalCount pageInfo { hasNextPage endCursor } edges { cursor node { ${fields} } }
    }
  }`;
  interface Page {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly edges: readonly { readonly node: Job }[];
  }
  const { failedJobs } = await fetchData<{ failedJobs: Page }>(by, document, args);
  return { ...failedJobs, jobs: failedJobs.edges.map(({ node }) => node) };
}

async function retry(by: Api, id: string | undefined) {
  const document = `mutation ($id: ID!) {
    done: retryFailedJob(id: $id) { failedJob { ${fields} } userErrors { code field } }
  }`;
  type Data = { done: { failedJob: Job | null; userErrors: readonly UserError[] } };
  const { done } = await fetchData<Data>(by, document, { id });
  return { job: done.failedJob, errors: userErrorCodes(done) };
}

const discard = (by: Api, id: string | undefined, note: string) =>
  runMutation(by, "discardFailedJob", "DiscardFailedJobInput", { id, note });

const orderId = `ord_${"0".repeat(26)}`;
const event = (sequence: number) => ({
  specversion: "1.0",
  source: "/orders",
  id: `${orderId}:${sequence}`,
  type: "stoa.order.delivered.v1",
  subject: orderId,
  time: new Date().toISOString(),
});
const productId = `prd_${"0".repeat(26)}`;
/** Its token cannot be derived: the key is not in use any more. */
const reset = {
  type: "sendMail",
  letter: { about: "resetPassword", to: "reset@example.com", nonce: "formerkey.secret" },
};

/** Stores jobs that failed 1 to 5 minutes ago: a change of a product, and two tasks of accounts between two dead letters. */
beforeAll(async () => {
  const at = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  await shop.sql("catalog")`insert into outbox (subject_id, transaction, at, due_at, attempts, refused)
    values (${productId}, 1, ${at(5)}, ${at(5)}, 1, 'search: too large')`;
  for (const [index, minutes] of [4, 1].entries()) {
    await shop.sql("order")`insert into dead_facts (id, body, received_at)
      values (${`message ${index}`}, ${JSON.stringify(event(index + 1))}::jsonb, ${at(minutes)})`;
  }
  for (const [index, minutes] of [3, 2].entries()) {
    await shop.sql("account")`insert into outbox (id, task, attempts, due_at, created_at, last_error)
      values (${`out_${index}`}, ${JSON.stringify(reset)}::jsonb, 3, now() + interval '1 hour', ${at(minutes)}, 'before')`;
  }
});

describe("failedJobs", () => {
  it("shows each caller the sources that their permissions allow, oldest first", async () => {
    const sourcesOf = async (by: Api, args?: object) => (await list(by, args)).jobs.map(({ source }) => source);
    expect(await sourcesOf(admin)).toEqual([
      "CATALOG_CHANGE",
      "ORDER_FACT",
      "ACCOUNT_TASK",
      "ACCOUNT_TASK",
      "ORDER_FACT",
    ]);
    expect(await sourcesOf(support)).toEqual(["ORDER_FACT", "ORDER_FACT"]);
    expect(await sourcesOf(manager)).toEqual(["CATALOG_CHANGE"]);
    expect(await sourcesOf(support, { source: ["ACCOUNT_TASK"] })).toEqual([]);
    expect(await sourcesOf(admin, { source: ["ACCOUNT_TASK"] })).toEqual(["ACCOUNT_TASK", "ACCOUNT_TASK"]);
    const counts = await Promise.all([admin, support, manager].map(async (by) => (await list(by)).totalCount));
    expect(counts).toEqual([5, 2, 1]);
  });

  it("has what a job is about, without the secret from which the token of a mail is derived", async () => {
    const { jobs } = await list(admin, { first: 3 });
    expect(jobs).toEqual([
      {
        ...{ id: expect.any(String), source: "CATALOG_CHANGE", type: "product.changed", subjectId: productId },
        ...{ attemptCount: 1, error: "search: too large", nextAttemptAt: null, payload: null },
      },
      {
        ...{ id: expect.any(String), source: "ORDER_FACT", type: "order.delivered", subjectId: orderId },
        ...{ attemptCount: 1, error: expect.any(String), nextAttemptAt: null, payload: event(1) },
        payload: expect.objectContaining({ id: `${orderId}:1` }),
      },
      {
        ...{ id: expect.any(String), source: "ACCOUNT_TASK", type: "email.password-reset", subjectId: null },
        ...{ attemptCount: 3, error: "before", nextAttemptAt: expect.any(String) },
        payload: { to: "reset@example.com" },
      },
    ]);
    expect(JSON.stringify(jobs)).not.toContain("secret");
    const [, job] = jobs;
    const node = "query ($id: ID!) { node(id: $id) { __typename id } }";
    expect(await fetchData(support, node, { id: job?.id })).toEqual({ node: { __typename: "FailedJob", id: job?.id } });
    expect(await fetchData(manager, node, { id: job?.id })).toEqual({ node: null });
  });

  it("has each job under its id, behind a thousand older ones", async () => {
    const { jobs } = await list(admin);
    await shop.sql("order")`insert into dead_facts (id, body, received_at)
      select 'older ' || i, '{}'::jsonb, now() - interval '1 day' from generate_series(1, 1000) i`;
    await shop.sql("catalog")`insert into outbox (subject_id, transaction, at, due_at, attempts, refused)
      select 'prd_older_' || i, 1, now() - interval '1 day', now(), 1, 'search: too large' from generate_series(1, 1000) i`;
    const found = await Promise.all(
      jobs.map(({ id }) =>
        fetchData(admin, `query ($id: ID!) { node(id: $id) { ... on FailedJob { ${fields} } } }`, { id }),
      ),
    );
    expect(found).toEqual(jobs.map((node) => ({ node })));
    expect(await fetchData(admin, '{ node(id: "job_fact_") { id } }')).toEqual({ node: null });
    await shop.sql("order")`delete from dead_facts where id like 'older %'`;
    await shop.sql("catalog")`delete from outbox where subject_id like 'prd_older_%'`;
  });

  it("has pages over all sources", async () => {
    const pages = [await list(admin, { first: 1 })];
    while (pages.at(-1)?.pageInfo.hasNextPage) {
      pages.push(await list(admin, { first: 1, after: pages.at(-1)?.pageInfo.endCursor }));
    }
    expect(pages.flatMap(({ jobs }) => jobs)).toEqual((await list(admin)).jobs);
    expect(pages).toHaveLength(5);
    expect(await errorCodes(admin, '{ failedJobs(after: "eA") { totalCount } }')).toEqual(["BAD_USER_INPUT"]);
  });
});

describe("retryFailedJob and discardFailedJob", () => {
  it("run a task of an account again, and keep it with its new error until it succeeds", async () => {
    const [job] = (await list(admin, { source: ["ACCOUNT_TASK"] })).jobs;
    const failed = await retry(admin, job?.id);
    expect(failed.job).toMatchObject({ id: job?.id, attemptCount: 4, error: expect.stringContaining("formerkey") });
    const notice = { type: "sendMail", letter: { about: "passwordChanged", to: "notice@example.com" } };
    await shop.sql("account")`update outbox set task = ${JSON.stringify(notice)}::jsonb where id = 'out_0'`;
    expect(await retry(admin, job?.id)).toEqual({ job: null, errors: [] });
    expect(shop.mails().filter(({ to }) => to.includes("notice@example.com"))).toHaveLength(1);
    expect(await retry(admin, job?.id)).toEqual({ job: null, errors: ["NOT_FOUND id"] });
  });

  it("send a dead letter to the queue again, once", async () => {
    const [job] = (await list(support)).jobs;
    expect(await retry(support, job?.id)).toEqual({ job: null, errors: [] });
    expect(await retry(support, job?.id)).toEqual({ job: null, errors: ["NOT_RETRYABLE id"] });
    expect((await list(support)).jobs.map(({ id }) => id)).not.toContain(job?.id);
  });

  it("publish a change of the catalog again", async () => {
    const [job] = (await list(manager)).jobs;
    expect(await retry(manager, job?.id)).toEqual({ job: null, errors: [] });
    expect(await retry(manager, job?.id)).toEqual({ job: null, errors: ["NOT_FOUND id"] });
  });

  it("discard a job, and keep the note in the audit trail", async () => {
    const { jobs } = await list(admin);
    expect(jobs.map(({ source }) => source)).toEqual(["ACCOUNT_TASK", "ORDER_FACT"]);
    expect(await discard(admin, jobs[0]?.id, " ")).toEqual(["INVALID_TEXT input note"]);
    for (const { id, source } of jobs) expect(await discard(admin, id, `Not needed: ${source}`)).toEqual([]);
    expect((await list(admin)).totalCount).toBe(0);
    expect(await discard(admin, jobs[0]?.id, "again")).toEqual(["NOT_FOUND input id"]);
    const trail = '{ securityEvents(filter: { types: ["JOB_DISCARDED"] }) { edges { node { actor detail } } } }';
    type Data = { securityEvents: { edges: { node: { actor: string; detail: Record<string, unknown> } }[] } };
    const nodes = (await fetchData<Data>(admin, trail)).securityEvents.edges.map(({ node }) => node);
    expect(nodes.map(({ actor }) => actor)).toEqual(nodes.map(() => `account:${admin.accountId}`));
    expect(nodes.map(({ detail }) => detail.note).toReversed()).toEqual(
      jobs.map(({ source }) => `Not needed: ${source}`),
    );
    expect(nodes[0]?.detail).toMatchObject({ source: "ORDER_FACT", type: "order.delivered", subjectId: orderId });
  });

  it("are refused without the permission of the source", async () => {
    const [task, fact] = ["job_task_eA", "job_fact_eA"];
    const mutation = (id: string) => `mutation { retryFailedJob(id: "${id}") { userErrors { code } } }`;
    expect(await errorCodes(support, mutation(task))).toEqual(["FORBIDDEN"]);
    expect(await errorCodes(manager, mutation(fact))).toEqual(["FORBIDDEN"]);
    expect((await retry(admin, "job_fact_eA")).errors).toEqual(["NOT_FOUND id"]);
    expect((await retry(admin, "unknown")).errors).toEqual(["NOT_FOUND id"]);
  });
});

describe("shopHealth", () => {
  const document = `{ shopHealth {
    dependencies { name status latencyMs impact }
    stuckOrderCount failedJobCount lowStockCount catalogLagMs searchDegraded
  } }`;
  interface Health {
    readonly dependencies: readonly { name: string; status: string; latencyMs: number | null; impact: string }[];
    readonly stuckOrderCount: number | null;
    readonly failedJobCount: number | null;
    readonly lowStockCount: number | null;
    readonly catalogLagMs: number;
    readonly searchDegraded: boolean;
  }

  it("shows staff the dependencies with what they are needed for", async () => {
    const { shopHealth } = await fetchData<{ shopHealth: Health }>(support, document);
    expect(shopHealth).toMatchObject({ searchDegraded: false, failedJobCount: expect.any(Number) });
    const names = shopHealth.dependencies.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["payment provider", "catalog database", "shared cache"]));
    expect(shopHealth.dependencies.filter(({ status }) => status !== "READY")).toEqual([]);
    expect(shopHealth.dependencies.filter(({ latencyMs, impact }) => latencyMs === null || impact === "")).toEqual([]);
  });

  it("counts what waits, for those who may see it", async () => {
    const read = async (by: Api) => (await fetchData<{ shopHealth: Health }>(by, document)).shopHealth;
    expect(await read(admin)).toMatchObject({ stuckOrderCount: 0, failedJobCount: 0, lowStockCount: 0 });
    expect(await read(support)).toMatchObject({ stuckOrderCount: 0, lowStockCount: null });
    expect(await read(manager)).toMatchObject({ stuckOrderCount: null, lowStockCount: 0, failedJobCount: 0 });
  });

  it("is for staff only", async () => {
    expect(await errorCodes(await shop.signUp(), document)).toEqual(["FORBIDDEN"]);
  });
});

import { describe, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { productLine } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [{ ...productLine("OWNER", 1), slug: "owner" }] });
const manager = useUser(shop, "CATALOG_MANAGER");

interface Job {
  readonly id: string;
  readonly status: string;
  readonly completedAt: string | null;
  readonly errors: { readonly totalCount: number; readonly edges: { node: object }[] };
}

const jobFields = `id status dryRun lineCount processedCount createdCount updatedCount failedCount completedAt
  errors { totalCount edges { node { line slug error { code field } } } }`;

async function createImport(input: object) {
  const query = `mutation ($input: CreateImportInput!) { createImport(input: $input) {
    importJob { id status } uploadUrl uploadHeaders { name value } userErrors { code } } }`;
  type Data = {
    createImport: {
      importJob: { id: string };
      uploadUrl: string;
      uploadHeaders: { name: string; value: string }[];
      userErrors: object[];
    };
  };
  return (await fetchData<Data>(manager, query, { input })).createImport;
}

const findJob = async (id: string) =>
  (await fetchData<{ importJob: Job }>(manager, `query ($id: ID!) { importJob(id: $id) { ${jobFields} } }`, { id }))
    .importJob;

/** Imports a file, and returns the job when it has ended. */
async function importFile(file: string, input: object = {}) {
  const idempotencyKey = crypto.randomUUID();
  const { importJob, uploadUrl, uploadHeaders } = await createImport({
    fileName: "products.ndjson",
    size: Buffer.byteLength(file),
    idempotencyKey,
    ...input,
  });
  const headers = Object.fromEntries(uploadHeaders.map(({ name, value }) => [name, value]));
  const sent = await fetch(uploadUrl, { method: "PUT", headers, body: file });
  expect(await sent.text()).toMatch(/^\{"lineCount":\d+\}$/);
  await expect.poll(async () => (await findJob(importJob.id)).completedAt, { timeout: 60_000 }).not.toBeNull();
  return findJob(importJob.id);
}

const lineOf = (sku: string, changes: object = {}) => JSON.stringify({ ...productLine(sku, 1), ...changes });

describe("an import job", () => {
  it("imports a file over several chunks, with the errors of its lines and the rejected lines themselves", async () => {
    const lines = Array.from({ length: 600 }, (_, index) => lineOf(`JOB-${index}`));
    lines[2] = "{";
    lines[300] = lineOf("JOB-1", { slug: "other" });
    lines[400] = lineOf("JOB-400", { name: "" });
    // Line 599 takes a SKU that a later line of the file releases.
    lines[598] = lineOf("OWNER", { slug: "new-owner" });
    lines[599] = lineOf("RELEASED", { slug: "owner" });
    const file = `${lines.join("\r\n")}\n\n`;
    const checked = await importFile(file, { dryRun: true });
    expect(checked).toMatchObject({ status: "COMPLETED", dryRun: true, lineCount: 600, processedCount: 600 });
    const count = async () => Number((await shop.sql("catalog")`select count(*) from products`)[0]?.count);
    expect(await count()).toBe(1);
    const imported = await importFile(file);
    expect(imported).toMatchObject({ createdCount: 596, updatedCount: 1, failedCount: 3 });
    expect(imported.errors).toEqual({
      totalCount: 3,
      edges: [
        { node: { line: 3, slug: null, error: { code: "INVALID_JSON", field: [] } } },
        { node: { line: 301, slug: "other", error: { code: "DUPLICATE", field: [] } } },
        { node: { line: 401, slug: "job-400", error: { code: "INVALID_NAME", field: ["name"] } } },
      ],
    });
    expect(await count()).toBe(597);
    const failed = await fetch(`${shop.url}/import/jobs/${imported.id}/failed-lines`, {
      headers: { authorization: `Bearer ${manager.token}` },
    });
    expect(await failed.text()).toBe([lines[2], lines[300], lines[400], ""].join("\n"));
    const left = await shop.sql("catalog")`select (select count(*)::int from import_chunks) as chunks,
      (select count(*)::int from import_keys) as keys`;
    expect(left).toEqual([{ chunks: 0, keys: 0 }]);
  });

  it("continues after a crash with the cron job, and counts each line once", async () => {
    const { importJob } = await createImport({ fileName: "crash", size: 1, idempotencyKey: "crash" });
    const { id } = importJob;
    const sql = shop.sql("catalog");
    // The state that a run leaves that crashed after its first chunk: its lease has ended.
    const chunk = (position: number) => JSON.stringify([{ line: position + 1, text: lineOf(`CRASH-${position}`) }]);
    await sql`insert into import_chunks (job_id, upload, position, lines) values (${id}, 'imp_1', 1, ${chunk(1)}::jsonb)`;
    await sql`update import_jobs set status = 'RUNNING', upload = 'imp_1', line_count = 2, processed_count = 1, created_count = 1,
      lease = 'imp_crashed', leased_until = now() where id = ${id}`;
    await shop.stack.runCrons();
    await expect
      .poll(() => findJob(id), { timeout: 30_000 })
      .toMatchObject({
        status: "COMPLETED",
        processedCount: 2,
        createdCount: 2,
      });
  });

  it("accepts a file once, with the token of the last request only, and not after it was cancelled", async () => {
    const input = { fileName: "once", size: 1, idempotencyKey: "once" };
    const first = await createImport(input);
    const second = await createImport(input);
    expect(second.importJob.id).toBe(first.importJob.id);
    const send = async (url: string) => (await fetch(url, { method: "PUT", body: lineOf("ONCE") })).status;
    expect(await send(first.uploadUrl)).toBe(404);
    expect(await send(second.uploadUrl)).toBe(201);
    expect(await send(second.uploadUrl)).toBe(404);
    expect((await createImport({ ...input, size: 2 })).userErrors).toEqual([{ code: "IDEMPOTENCY_KEY_REUSED" }]);
    const third = await createImport({ ...input, idempotencyKey: "cancelled" });
    const cancel = "mutation ($id: ID!) { cancelImport(id: $id) { importJob { status } userErrors { code } } }";
    const cancelled = await fetchData<object>(manager, cancel, { id: third.importJob.id });
    expect(cancelled).toEqual({ cancelImport: { importJob: { status: "CANCELLED" }, userErrors: [] } });
    expect(await send(third.uploadUrl)).toBe(404);
  });
});

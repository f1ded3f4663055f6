import { askPersonal, toVisitorHeaders } from "../../kit/pages/ask.ts";
import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import { newFormKey } from "../../kit/pages/form.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import { Island } from "../../kit/pages/island.tsx";
import { streamToBrowser } from "../../kit/pages/live.ts";
import { redirectTo } from "../../kit/pages/redirect.ts";
import {
  CancelImportDocument,
  CreateImportDocument,
  ImportDocument,
  type ImportJobStatus,
  ImportProgressDocument,
  type ImportQuery,
  type ImportRowFragment,
  ImportsDocument,
} from "../documents.generated.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { renderPage } from "../parts/page.tsx";
import { Pager } from "../parts/pager.tsx";
import { StatusBadge, type StatusKind, toWords } from "../parts/status-badge.tsx";
import { Time } from "../parts/time.tsx";
import { redirectWithMessage } from "../server/flash.ts";
import type { PageContext } from "../server/page-context.ts";

/** Larger files need `npm run import` or the API: the page reads the form into memory. */
const maxBytes = 25_000_000;
const refreshSeconds = 1;

const kinds: Readonly<Record<ImportJobStatus, StatusKind>> = {
  WAITING_FOR_FILE: "off",
  RUNNING: "progress",
  COMPLETED: "success",
  CANCELLED: "off",
  FAILED: "bad",
};

const Status = ({ status }: Pick<ImportRowFragment, "status">) => (
  <StatusBadge kind={kinds[status]} label={toWords(status)} />
);

const columns: readonly Column<ImportRowFragment>[] = [
  { id: "file", label: "File", cell: ({ id, fileName }) => <a href={`/import/${id}`}>{fileName}</a> },
  { id: "type", label: "Type", cell: ({ dryRun }) => (dryRun ? "Check" : "Import") },
  { id: "status", label: "Status", cell: ({ status }) => <Status status={status} /> },
  { id: "created", label: "New", cell: ({ createdCount }) => createdCount, isNumeric: true },
  { id: "updated", label: "Updated", cell: ({ updatedCount }) => updatedCount, isNumeric: true },
  { id: "failed", label: "Failed", cell: ({ failedCount }) => failedCount, isNumeric: true },
  { id: "at", label: "Started (UTC)", cell: ({ createdAt }) => <Time at={createdAt} /> },
];

type ImportErrorRow = NonNullable<ImportQuery["importJob"]>["errors"]["edges"][number]["node"];

const errorColumns: readonly Column<ImportErrorRow>[] = [
  { id: "line", label: "Line", cell: ({ line }) => line, isNumeric: true },
  { id: "slug", label: "Product", cell: ({ slug }) => slug ?? "" },
  { id: "code", label: "Code", cell: ({ error }) => <code>{error.code}</code> },
  { id: "field", label: "Field", cell: ({ error }) => error.field?.join(".") },
  { id: "message", label: "Message", cell: ({ error }) => error.message },
];

/** The form for a file, and the jobs so far. */
export async function imports(c: PageContext): Promise<Response> {
  return renderImports(c, []);
}

async function renderImports(c: PageContext, errors: readonly string[]): Promise<Response> {
  const { importJobs } = await askPersonal(c, ImportsDocument, { first: 20, after: c.req.query("after") ?? null });
  return renderPage(
    c,
    { title: "Import", status: errors.length === 0 ? 200 : 422 },
    <>
      <h1>Import</h1>
      <ErrorSummary heading="The file was not imported" errors={errors.map((text) => ({ text, inputId: "file" }))} />
      <form method="post" action="/import" enctype="multipart/form-data" class="stack narrow">
        <input type="hidden" name="idempotencyKey" value={newFormKey()} />
        <p class="field">
          <label for="file">Products file</label>
          <input
            id="file"
            type="file"
            name="file"
            required
            accept=".ndjson,.jsonl,application/x-ndjson"
            aria-describedby="file-hint"
          />
          <span id="file-hint" class="quiet">
            One product per line, as JSON. At most 25 MB.
          </span>
        </p>
        <p class="actions">
          <button type="submit" name="mode" value="check" class="second">
            Check
          </button>
          <button type="submit" name="mode" value="import">
            Import
          </button>
        </p>
      </form>
      <h2>Earlier files</h2>
      <DataTable
        caption="Imports"
        columns={columns}
        rows={importJobs.edges.map(({ node }) => node)}
        keyOf={({ id }) => id}
        empty="No file was imported yet."
      />
      <Pager context={c} pageInfo={importJobs.pageInfo} />
    </>,
  );
}

/** Creates a job and sends it the file. */
export async function submitImport(c: PageContext): Promise<Response> {
  const form = await c.req.parseBody();
  const { file } = form;
  if (!(file instanceof File) || file.size === 0) return renderImports(c, ["Choose a file"]);
  if (file.size > maxBytes) return renderImports(c, ["The file exceeds 25 MB. Import it with the API."]);
  const { createImport } = await askPersonal(c, CreateImportDocument, {
    input: {
      fileName: file.name,
      size: file.size,
      dryRun: form["mode"] === "check",
      idempotencyKey: String(form["idempotencyKey"]),
    },
  });
  const { importJob: job, uploadUrl, userErrors } = createImport;
  if (job === null)
    return renderImports(
      c,
      userErrors.map(({ message }) => message),
    );
  // Null when the form was sent before: the job has its file.
  if (uploadUrl !== null) {
    const { pathname, search } = new URL(uploadUrl);
    const response = await c.env.GATEWAY.fetch(`https://gateway${pathname}${search}`, {
      method: "PUT",
      headers: toVisitorHeaders(c),
      body: file.stream(),
    });
    await response.body?.cancel();
    if (!response.ok) return renderImports(c, ["The file could not be sent. Try again."]);
  }
  return redirectTo(`/import/${job.id}`);
}

/** The progress of a job, and the errors of its lines. */
export async function importJob(c: PageContext): Promise<Response> {
  const id = c.req.param("id") ?? "";
  const { importJob: job } = await askPersonal(c, ImportDocument, { id, after: c.req.query("after") ?? null });
  if (job === null) throw new PageNotFound();
  const path = `/import/${id}`;
  const content = <Job context={c} job={job} path={path} />;
  if (!isOpen(job)) return renderPage(c, { title: job.fileName }, content);
  return renderPage(
    c,
    { title: job.fileName, islands: ["live-page"], refresh: { seconds: refreshSeconds, path } },
    <Island name="live-page" props={{ path, events: `${path}/events` }}>
      {content}
    </Island>,
  );
}

const isOpen = ({ status }: Pick<ImportRowFragment, "status">) => status === "RUNNING" || status === "WAITING_FOR_FILE";

interface JobProps {
  readonly context: PageContext;
  readonly job: NonNullable<ImportQuery["importJob"]>;
  readonly path: string;
}

function Job({ context, job, path }: JobProps) {
  const { fileName, status, dryRun, lineCount, processedCount, createdCount, updatedCount, failedCount, errors } = job;
  const verbs = dryRun ? ["would be new", "would be updated"] : ["new", "updated"];
  return (
    <>
      <p>
        <a href="/import">Import</a>
      </p>
      <h1>{`${dryRun ? "Check of" : "Import of"} ${fileName}`}</h1>
      <p role="status" data-part="status">
        <Status status={status} />
      </p>
      <p data-part="progress">
        <progress aria-label="Progress" value={processedCount} max={Math.max(lineCount ?? 1, 1)} />{" "}
        {`${processedCount} of ${lineCount ?? "?"} lines: ${createdCount} ${verbs[0]}, ${updatedCount} ${verbs[1]}, ${failedCount} failed`}
      </p>
      <div data-part="cancel">
        {isOpen(job) && <ActionForm action={`${path}/cancel`} label="Cancel import" isDangerous />}
      </div>
      <div data-part="failed">
        {failedCount > 0 && (
          <>
            <h2>Failed lines</h2>
            <p>
              <a href={`${path}/failed-lines`} download="failed-lines.ndjson">
                Download the failed lines
              </a>{" "}
              to correct them and import them again.
            </p>
            <DataTable
              caption="Failed lines"
              columns={errorColumns}
              rows={errors.edges.map(({ node }) => node)}
              keyOf={({ line }) => String(line)}
              empty="No line failed."
            />
            <Pager context={context} pageInfo={errors.pageInfo} />
          </>
        )}
      </div>
    </>
  );
}

/** Streams the progress of a job, for the island `live-page`. */
export function importEvents(c: PageContext): Promise<Response> {
  return streamToBrowser(c, ImportProgressDocument, { id: c.req.param("id") ?? "" });
}

/** The lines that a job rejected, as a file. */
export async function failedLines(c: PageContext): Promise<Response> {
  const headers = toVisitorHeaders(c);
  headers.set("x-stoa-session", "cookie");
  headers.set("cookie", c.var.cookies.session);
  const url = `https://gateway/import/jobs/${encodeURIComponent(c.req.param("id") ?? "")}/failed-lines`;
  const response = await c.env.GATEWAY.fetch(url, { headers });
  if (!response.ok) throw new PageNotFound();
  return new Response(response.body, {
    headers: {
      "content-type": "application/x-ndjson",
      "content-disposition": 'attachment; filename="failed-lines.ndjson"',
    },
  });
}

export async function cancelImport(c: PageContext): Promise<Response> {
  const id = c.req.param("id") ?? "";
  const { userErrors } = (await askPersonal(c, CancelImportDocument, { id })).cancelImport;
  const message = userErrors[0]?.message ?? "The import was cancelled. Lines that were processed stay.";
  return redirectWithMessage(c, `/import/${id}`, message);
}

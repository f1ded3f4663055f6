import { askPersonal } from "../../kit/pages/ask.ts";
import { readForm, type UserError } from "../../kit/pages/form.ts";
import {
  DiscardFailedJobDocument,
  type FailedJobSource,
  FailedJobsDocument,
  type FailedJobsQuery,
  RetryFailedJobDocument,
} from "../documents.generated.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { DefinitionList } from "../parts/definition-list.tsx";
import { FilterForm } from "../parts/filter-form.tsx";
import { renderPage } from "../parts/page.tsx";
import { Pager } from "../parts/pager.tsx";
import { SelectField } from "../parts/select-field.tsx";
import { Time } from "../parts/time.tsx";
import { UserErrors } from "../parts/user-errors.tsx";
import { redirectWithMessage } from "../server/flash.ts";
import type { PageContext } from "../server/page-context.ts";

type Job = FailedJobsQuery["failedJobs"]["edges"][number]["node"];

const pageSize = 20;

const sources: Readonly<Record<FailedJobSource, string>> = {
  ORDER_FACT: "Events of orders (dead letters)",
  CATALOG_CHANGE: "Changes of the catalog",
  ACCOUNT_TASK: "Mails and tasks of accounts",
};

/** Work that failed, oldest first, with what the viewer may do about it. */
export function failedJobs(c: PageContext): Promise<Response> {
  return renderJobs(c, []);
}

async function renderJobs(c: PageContext, errors: readonly UserError[]): Promise<Response> {
  const names = Object.keys(sources) as FailedJobSource[];
  const source = names.find((known) => known === c.req.query("source"));
  const page = await askPersonal(c, FailedJobsDocument, {
    first: pageSize,
    after: c.req.query("after") ?? null,
    source: source === undefined ? null : [source],
  });
  const { edges, pageInfo, totalCount } = page.failedJobs;
  return renderPage(
    c,
    { title: "Failed jobs", status: errors.length === 0 ? 200 : 422 },
    <>
      <h1>Failed jobs</h1>
      <UserErrors heading="Nothing was changed" errors={errors} />
      <FilterForm context={c} fields={["source"]}>
        <SelectField
          name="source"
          label="Source"
          value={source ?? ""}
          options={[{ value: "", label: "All" }, ...names.map((value) => ({ value, label: sources[value] }))]}
        />
      </FilterForm>
      {edges.length === 0 && <p class="empty">Nothing has failed.</p>}
      {edges.map(({ node }) => (
        <JobPanel key={node.id} job={node} />
      ))}
      <Pager context={c} pageInfo={pageInfo} total={`${totalCount} failed jobs`} />
    </>,
  );
}

function JobPanel({ job }: { readonly job: Job }) {
  const { id, type, source, subjectId, attemptCount, error, nextAttemptAt, createdAt, payload } = job;
  return (
    <article class="panel" aria-labelledby={`job-${id}`}>
      <h2 id={`job-${id}`}>{type}</h2>
      <p>{error}</p>
      <DefinitionList
        items={[
          { term: "Source", value: sources[source] },
          { term: "About", value: subjectId && <Subject id={subjectId} /> },
          { term: "Attempts", value: attemptCount },
          { term: "Since (UTC)", value: <Time at={createdAt} /> },
          { term: "Next attempt (UTC)", value: nextAttemptAt === null ? "none planned" : <Time at={nextAttemptAt} /> },
        ]}
      />
      {payload !== null && (
        <details>
          <summary>Content</summary>
          <pre class="scroll" tabindex={0}>
            {JSON.stringify(payload, null, 2)}
          </pre>
        </details>
      )}
      <ActionForm action="/system/jobs/retry" label="Retry" values={{ id }} />
      <ActionForm action="/system/jobs/discard" label="Discard" values={{ id }} isDangerous>
        <p class="field">
          <label for={`note-${id}`}>Why it is not needed</label>
          <input id={`note-${id}`} name="note" maxlength={500} required />
        </p>
      </ActionForm>
    </article>
  );
}

function Subject({ id }: { readonly id: string }) {
  if (id.startsWith("ord_")) return <a href={`/orders/${id}`}>{id}</a>;
  if (id.startsWith("acc_")) return <a href={`/customers/${id}`}>{id}</a>;
  return <>{id}</>;
}

export async function submitRetry(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const { failedJob, userErrors } = (await askPersonal(c, RetryFailedJobDocument, { id: form.get("id") }))
    .retryFailedJob;
  if (userErrors.length > 0) return renderJobs(c, userErrors);
  const message =
    failedJob === null ? "The job was tried again and is done." : `The job failed again: ${failedJob.error}`;
  return redirectWithMessage(c, "/system/jobs", message);
}

export async function submitDiscard(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const input = { id: form.get("id"), note: form.get("note") };
  const { userErrors } = (await askPersonal(c, DiscardFailedJobDocument, { input })).discardFailedJob;
  if (userErrors.length > 0) return renderJobs(c, userErrors);
  return redirectWithMessage(c, "/system/jobs", "The job is discarded. The audit trail has your note.");
}

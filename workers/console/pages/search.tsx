import { askPersonal } from "../../kit/pages/ask.ts";
import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import { Field } from "../../kit/pages/field.tsx";
import { readForm } from "../../kit/pages/form.ts";
import { Island } from "../../kit/pages/island.tsx";
import { streamToBrowser } from "../../kit/pages/live.ts";
import {
  CreateSynonymsDocument,
  DeleteSynonymsDocument,
  type QueryRowFragment,
  RebuildIndexDocument,
  RebuildProgressDocument,
  SearchAdminDocument,
  type SearchAdminQuery,
  UpdateSynonymsDocument,
} from "../documents.generated.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { renderPage } from "../parts/page.tsx";
import { toWords } from "../parts/status-badge.tsx";
import { Time } from "../parts/time.tsx";
import { redirectWithMessage } from "../server/flash.ts";
import type { PageContext } from "../server/page-context.ts";

const periodMs = 30 * 86_400_000;
const path = "/search";
const refreshSeconds = 2;

const columns: readonly Column<QueryRowFragment>[] = [
  { id: "query", label: "Query", cell: ({ query }) => query },
  { id: "searches", label: "Searches", cell: ({ searchCount }) => searchCount, isNumeric: true },
  { id: "results", label: "Results", cell: ({ resultCount }) => resultCount, isNumeric: true },
  { id: "clicks", label: "Clicks", cell: ({ clickCount }) => clickCount, isNumeric: true },
];

/** Synonyms, what customers search for, and the rebuild of the index. */
export async function search(c: PageContext): Promise<Response> {
  return renderSearch(c, []);
}

async function renderSearch(c: PageContext, errors: readonly string[], words = ""): Promise<Response> {
  const now = Date.now();
  const data = await askPersonal(c, SearchAdminDocument, {
    from: new Date(now - periodMs).toISOString(),
    to: new Date(now).toISOString(),
  });
  const { searchQueries, withoutResults, searchIndexRebuild: rebuild } = data;
  return renderPage(
    c,
    {
      title: "Search",
      status: errors.length === 0 ? 200 : 422,
      ...(rebuild?.status === "RUNNING" ? { islands: ["live-page"], refresh: { seconds: refreshSeconds, path } } : {}),
    },
    <>
      <h1>Search</h1>
      <ErrorSummary heading="The synonyms were not saved" errors={errors.map((text) => ({ text, inputId: "words" }))} />
      <div>
        <h2>Queries without results</h2>
        <p class="quiet">In the last 30 days. A query that looks like personal data is not counted.</p>
        <DataTable
          caption="Queries without results"
          columns={columns}
          rows={withoutResults}
          keyOf={({ query }) => query}
          empty="Every query had results."
        />
      </div>
      <div>
        <h2>Most frequent queries</h2>
        <DataTable
          caption="Most frequent queries"
          columns={columns}
          rows={searchQueries}
          keyOf={({ query }) => query}
          empty="No search was counted yet."
        />
      </div>
      <div>
        <h2>Search index</h2>
        <SearchIndex rebuild={rebuild} />
      </div>
      <div>
        <h2>Synonyms</h2>
        <p class="quiet">Words with the same meaning, separated by commas. A change takes effect within a minute.</p>
        <ActionForm action={`${path}/synonyms`} label="Add synonyms">
          <Field name="words" label="New synonyms" value={words} required />
        </ActionForm>
        <ul class="stack">
          {data.synonymGroups.map((group) => (
            <li key={group.id}>
              <SynonymGroup group={group} />
            </li>
          ))}
        </ul>
      </div>
    </>,
  );
}

type Rebuild = SearchAdminQuery["searchIndexRebuild"];

/** The last rebuild of the index, and a button that starts one. */
function SearchIndex({ rebuild }: { readonly rebuild: Rebuild }) {
  const isRunning = rebuild?.status === "RUNNING";
  const content = (
    <div data-part="rebuild">
      {rebuild !== null && (
        <p>
          {`${toWords(rebuild.status)}: `}
          <progress aria-label="Rebuild" value={rebuild.processedCount} max={Math.max(rebuild.productCount, 1)} />
          {` ${rebuild.processedCount} of ${rebuild.productCount} products, started `}
          <Time at={rebuild.startedAt} />
        </p>
      )}
      <ActionForm action={`${path}/rebuild`} label="Rebuild index" reason={isRunning ? "It is running." : undefined} />
    </div>
  );
  if (!isRunning) return content;
  return (
    <Island name="live-page" props={{ path, events: `${path}/rebuild/${rebuild.id}/events` }}>
      {content}
    </Island>
  );
}

/** Streams the progress of a rebuild, for the island `live-page`. */
export function rebuildEvents(c: PageContext): Promise<Response> {
  return streamToBrowser(c, RebuildProgressDocument, { id: c.req.param("id") ?? "" });
}

function SynonymGroup({ group }: { readonly group: SearchAdminQuery["synonymGroups"][number] }) {
  const { id, words } = group;
  const label = words.join(", ");
  return (
    <form method="post" action={`${path}/synonyms`} class="action">
      <input type="hidden" name="id" value={id} />
      <input name="words" aria-label={`Synonyms of ${words[0]}`} value={label} required />
      <button type="submit" class="second" aria-label={`Save ${label}`}>
        Save
      </button>
      <button type="submit" class="danger" formaction={`${path}/synonyms/delete`} aria-label={`Delete ${label}`}>
        Delete
      </button>
    </form>
  );
}

/** Creates a group of synonyms, or replaces the words of one. */
export async function saveSynonyms(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const text = form.get("words");
  const words = text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  const id = form.get("id");
  const { userErrors } =
    id === ""
      ? (await askPersonal(c, CreateSynonymsDocument, { words })).createSynonymGroup
      : (await askPersonal(c, UpdateSynonymsDocument, { id, words })).updateSynonymGroup;
  if (userErrors.length === 0) return redirectWithMessage(c, path, "The synonyms were saved.");
  return renderSearch(
    c,
    userErrors.map(({ message }) => message),
    text,
  );
}

export async function removeSynonyms(c: PageContext): Promise<Response> {
  const id = (await readForm(c)).get("id");
  const { userErrors } = (await askPersonal(c, DeleteSynonymsDocument, { id })).deleteSynonymGroup;
  return redirectWithMessage(c, path, userErrors[0]?.message ?? "The synonyms were deleted.");
}

export async function rebuildIndex(c: PageContext): Promise<Response> {
  const { userErrors } = (await askPersonal(c, RebuildIndexDocument, {})).rebuildSearchIndex;
  return redirectWithMessage(c, path, userErrors[0]?.message ?? "The rebuild has started. Search keeps working.");
}

import { askPersonal } from "../../kit/pages/ask.ts";
import { type DependencyStatus, SystemHealthDocument, type SystemHealthQuery } from "../documents.generated.ts";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { renderPage } from "../parts/page.tsx";
import { StatusBadge, type StatusKind } from "../parts/status-badge.tsx";
import { getViewer } from "../server/find-viewer.ts";
import type { PageContext } from "../server/page-context.ts";

type Health = SystemHealthQuery["shopHealth"];
type Dependency = Health["dependencies"][number];

const statuses: Readonly<Record<DependencyStatus, { readonly kind: StatusKind; readonly label: string }>> = {
  READY: { kind: "success", label: "Ready" },
  DEGRADED: { kind: "warning", label: "Degraded" },
  AWAY: { kind: "bad", label: "Does not respond" },
};

const columns: readonly Column<Dependency>[] = [
  { id: "name", label: "Part", cell: ({ name }) => name },
  { id: "status", label: "State", cell: ({ status }) => <StatusBadge {...statuses[status]} /> },
  { id: "latency", label: "Latency (ms)", cell: ({ latencyMs }) => latencyMs, isNumeric: true },
  { id: "impact", label: "While it does not respond", cell: ({ impact }) => impact },
];

interface Card {
  readonly label: string;
  readonly value: number | null;
  readonly path?: string;
  readonly explanation: string;
}

function toCards(health: Health): readonly Card[] {
  return [
    {
      label: "Stuck orders",
      value: health.stuckOrderCount,
      path: "/orders?stuck=yes",
      explanation: "Past their deadline, or waiting for a decision of staff",
    },
    {
      label: "Failed jobs",
      value: health.failedJobCount,
      path: "/system/jobs",
      explanation: "Dead letters, changes that search refused, mails and erasures",
    },
    {
      label: "Low stock",
      value: health.lowStockCount,
      path: "/stock?low=yes",
      explanation: "SKUs at or below their threshold",
    },
    {
      label: "Catalog lag (ms)",
      value: health.catalogLagMs,
      explanation: "The age of the oldest change that search and caches have not seen",
    },
  ];
}

/** The health of the shop, and what waits for people. */
export async function system(c: PageContext): Promise<Response> {
  const { shopHealth } = await askPersonal(c, SystemHealthDocument, {});
  const known = toCards(shopHealth).filter(({ value }) => value !== null);
  return renderPage(
    c,
    { title: "System", styles: ["people"] },
    <>
      <h1>System</h1>
      <ul class="cards">
        {known.map(({ label, value, path, explanation }) => (
          <li key={label} class="panel">
            <strong class="num">{value}</strong>
            {path !== undefined && c.var.navigation.some((link) => path.startsWith(link.path)) ? (
              <a href={path}>{label}</a>
            ) : (
              <span>{label}</span>
            )}
            <span class="quiet">{explanation}</span>
          </li>
        ))}
      </ul>
      {shopHealth.searchDegraded && (
        <p>
          <StatusBadge kind="warning" label="The database answers searches in place of the search engine" />
        </p>
      )}
      <h2>Health</h2>
      <DataTable
        caption="Health of each part"
        columns={columns}
        rows={shopHealth.dependencies}
        keyOf={({ name }) => name}
        empty="No part has responded."
      />
      {getViewer(c).permissions.has("ORDER_READ_ANY") && (
        <p>
          <a href="/figures">Figures</a>
        </p>
      )}
    </>,
  );
}

import type { SecurityEventRowFragment } from "../documents.generated.ts";
import { type Column, DataTable } from "./data-table.tsx";
import { toWords } from "./status-badge.tsx";
import { Time } from "./time.tsx";

const columns: readonly Column<SecurityEventRowFragment>[] = [
  { id: "type", label: "Event", cell: ({ type }) => toWords(type) },
  { id: "at", label: "Time (UTC)", cell: ({ at }) => <Time at={at} /> },
  {
    id: "account",
    label: "Account",
    cell: ({ account }) => account && <a href={`/customers/${account.id}`}>{account.email ?? account.id}</a>,
  },
  { id: "actor", label: "By", cell: ({ actor }) => actor },
  { id: "detail", label: "What changed", cell: ({ detail }) => toDetailText(detail) },
  {
    id: "address",
    label: "Address",
    cell: ({ addressHash }) => <a href={`/audit?address=${encodeURIComponent(addressHash)}`}>{addressHash}</a>,
  },
];

interface SecurityEventsProps {
  readonly caption: string;
  readonly events: readonly SecurityEventRowFragment[];
  readonly empty: string;
}

/** Events of the audit trail. */
export function SecurityEvents({ caption, events, empty }: SecurityEventsProps) {
  return <DataTable caption={caption} columns={columns} rows={events} keyOf={({ id }) => id} empty={empty} />;
}

/** Returns the fields of the detail as text: "added: ADMIN, removed: none". */
function toDetailText(detail: unknown): string {
  if (typeof detail !== "object" || detail === null) return "";
  return Object.entries(detail)
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(" ") || "none" : String(value)}`)
    .join(", ");
}

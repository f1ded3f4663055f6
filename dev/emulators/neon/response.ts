import type { DatabaseError } from "pg";
import type { StatementResult } from "./database.ts";

/** The fields of an error in Neon's HTTP responses. A field that Postgres does not send is null. */
const errorFields = [
  "severity",
  "code",
  "message",
  "detail",
  "hint",
  "position",
  "internalPosition",
  "internalQuery",
  "where",
  "schema",
  "table",
  "column",
  "dataType",
  "constraint",
  "file",
  "line",
  "routine",
] as const;

export function toErrorBody(error: DatabaseError): Readonly<Record<string, string | null>> {
  return Object.fromEntries(errorFields.map((field) => [field, error[field] ?? null]));
}

/** Converts the result of one statement to the object in Neon's HTTP response. */
export function toResultBody({ fields, rows, command, rowCount }: StatementResult, arrayMode: boolean): object {
  return { fields, rows, command: command ?? "", rowCount: rowCount ?? 0, rowAsArray: arrayMode };
}

/** What Postgres says of an error, under the names that Neon's HTTP answers use. */
export interface PostgresError {
  readonly message: string;
  readonly code: string;
  readonly [field: string]: string | null;
}

const errorFields: Readonly<Record<string, string>> = {
  S: "severity",
  C: "code",
  M: "message",
  D: "detail",
  H: "hint",
  P: "position",
  p: "internalPosition",
  q: "internalQuery",
  W: "where",
  s: "schema",
  t: "table",
  c: "column",
  d: "dataType",
  n: "constraint",
  F: "file",
  L: "line",
  R: "routine",
};

export function readError(body: Buffer): PostgresError {
  const found: Record<string, string | null> = {};
  for (const name of Object.values(errorFields)) found[name] = null;
  for (let offset = 0; body[offset] !== 0 && offset < body.length; ) {
    const end = body.indexOf(0, offset + 1);
    const name = errorFields[String.fromCharCode(body[offset] ?? 0)];
    if (name !== undefined) found[name] = body.toString("utf8", offset + 1, end);
    offset = end + 1;
  }
  return { ...found, message: found.message ?? "", code: found.code ?? "" };
}

/** A row description as the JSON of Neon's `fields`, and the column names, quoted, for rows as objects. */
export function readFields(body: Buffer): { fields: string; columns: string[] } {
  const columns: string[] = [];
  const fields: string[] = [];
  let offset = 2;
  for (let left = body.readInt16BE(0); left > 0; left--) {
    const end = body.indexOf(0, offset);
    const name = JSON.stringify(body.toString("utf8", offset, end));
    const at = end + 1;
    columns.push(name);
    fields.push(
      `{"name":${name},"tableID":${body.readUInt32BE(at)},"columnID":${body.readInt16BE(at + 4)},` +
        `"dataTypeID":${body.readUInt32BE(at + 6)},"dataTypeSize":${body.readInt16BE(at + 10)},` +
        `"dataTypeModifier":${body.readInt32BE(at + 12)},"format":"text"}`,
    );
    offset = at + 18;
  }
  return { fields: `[${fields.join(",")}]`, columns };
}

/** A row as JSON: an array, or an object when columns are given. Values stay in Postgres's own text form. */
export function readRow(body: Buffer, columns: readonly string[] | undefined): string {
  const values: string[] = [];
  let offset = 2;
  for (let index = 0, count = body.readInt16BE(0); index < count; index++) {
    const length = body.readInt32BE(offset);
    offset += 4;
    const value = length < 0 ? "null" : JSON.stringify(body.toString("utf8", offset, offset + length));
    offset += Math.max(length, 0);
    values.push(columns === undefined ? value : `${columns[index]}:${value}`);
  }
  return columns === undefined ? `[${values.join(",")}]` : `{${values.join(",")}}`;
}

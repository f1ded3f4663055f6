import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseSync } from "@swc/core";
import {
  type LogFieldName,
  logFields,
  operationLines,
  spanFields,
} from "../../workers/kit/observability/log-fields.ts";
import { root } from "../build/root.ts";

/** A call of `log` in the source of a Worker. */
interface LogCall {
  /** The file, relative to `workers`. */
  readonly file: string;
  readonly messages: readonly string[];
  readonly levels: readonly string[];
  readonly fields: readonly string[];
}

/** A node of the syntax tree. Its other properties depend on its type. */
interface Node {
  readonly type: string;
  readonly [property: string]: unknown;
}

/** Returns all calls of `log`, by file. Throws for a call whose message, level or fields cannot be read from the source. */
function findLogCalls(): readonly LogCall[] {
  return listSources(join(root, "workers")).flatMap((path) => {
    const source = readFileSync(path, "utf8");
    const file = relative(join(root, "workers"), path);
    // It writes the lines of operations, whose fields are in a table.
    if (!source.includes("log(") || file === join("kit", "observability", "operation.ts")) return [];
    const nodes = flatten(parseSync(source, { syntax: "typescript", tsx: path.endsWith(".tsx") }));
    return nodes.filter(isLogCall).map((call) => toLogCall(file, call, nodes));
  });
}

function listSources(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(test|d)\.ts$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}

/** Returns all nodes of a tree, parents first. */
function flatten(tree: unknown): readonly Node[] {
  if (Array.isArray(tree)) return tree.flatMap(flatten);
  if (tree === null || typeof tree !== "object") return [];
  const children = Object.values(tree).flatMap(flatten);
  return "type" in tree && typeof tree.type === "string" ? [tree as Node, ...children] : children;
}

function isLogCall({ type, callee }: Node): boolean {
  return type === "CallExpression" && nameOf(callee) === "log" && (callee as Node).type === "Identifier";
}

function toLogCall(file: string, call: Node, nodes: readonly Node[]): LogCall {
  const [level, message, fields] = (call.arguments as readonly { readonly expression: Node }[]).map(
    ({ expression }) => expression,
  );
  if (level === undefined || message === undefined || fields === undefined) throw new Error(`${file}: incomplete log`);
  return {
    file,
    levels: toStrings(file, level, nodes),
    messages: toStrings(file, message, nodes),
    fields: [...new Set(toFields(file, fields, nodes))].sort(),
  };
}

/** Returns the values that an expression of string literals can have. */
function toStrings(file: string, expression: Node, nodes: readonly Node[]): readonly string[] {
  switch (expression.type) {
    case "StringLiteral":
      return [String(expression.value)];
    case "ConditionalExpression":
      return [expression.consequent, expression.alternate].flatMap((node) => toStrings(file, node as Node, nodes));
    case "ParenthesisExpression":
      return toStrings(file, expression.expression as Node, nodes);
    default:
      throw new Error(`${file}: the level and the message of a log line must be string literals`);
  }
}

/** Returns the names of an object's fields. A spread is a constant or a parameter of the same file. */
function toFields(file: string, expression: Node, nodes: readonly Node[]): readonly string[] {
  if (expression.type === "Identifier") return fieldsOfVariable(file, nameOf(expression), nodes);
  if (expression.type === "ConditionalExpression") {
    return [expression.consequent, expression.alternate].flatMap((node) => toFields(file, node as Node, nodes));
  }
  if (expression.type === "ParenthesisExpression") return toFields(file, expression.expression as Node, nodes);
  if (expression.type !== "ObjectExpression") throw new Error(`${file}: the fields of a log line must be an object`);
  return (expression.properties as readonly Node[]).flatMap((property) => {
    if (property.type === "SpreadElement") return toFields(file, property.arguments as Node, nodes);
    return [nameOf(property.type === "Identifier" ? property : property.key)];
  });
}

function fieldsOfVariable(file: string, name: string, nodes: readonly Node[]): readonly string[] {
  for (const node of nodes) {
    if (node.type === "VariableDeclarator" && nameOf(node.id) === name) return toFields(file, node.init as Node, nodes);
    // A parameter with a default: its type names the fields.
    if (node.type === "AssignmentPattern" && nameOf(node.left) === name) return fieldsOfType(node.left as Node);
    if (node.type === "Parameter" && nameOf(node.pat) === name) return fieldsOfType(node.pat as Node);
  }
  throw new Error(`${file}: the fields of a log line are in \`${name}\`, which is not in this file`);
}

function fieldsOfType(node: Node): readonly string[] {
  const literal = flatten(node.typeAnnotation).find(({ type }) => type === "TsTypeLiteral");
  return ((literal?.members ?? []) as readonly Node[]).map(({ key }) => nameOf(key));
}

function nameOf(node: unknown): string {
  const { value } = (node ?? {}) as { readonly value?: unknown };
  return typeof value === "string" ? value : "";
}

/** The lines of one message in one Worker, or in `kit`. */
export interface LogLine {
  readonly area: string;
  readonly message: string;
  readonly levels: readonly string[];
  readonly fields: readonly string[];
}

/**
 * Returns all lines that the Workers can write, with the names of fields in lines. Calls with the same message in one Worker are one
 * line.
 */
export function listLogLines(): readonly LogLine[] {
  const operations = Object.entries(operationLines).map(
    ([message, { source, levels, always, sometimes }]): LogLine => ({
      area: source,
      message,
      levels: [...levels].sort(),
      fields: [...always, ...sometimes, ...spanFields].map(toLineName).sort(),
    }),
  );
  return [...listCalls(), ...operations];
}

function toLineName(field: string): string {
  const name = logFields[field as LogFieldName];
  if (name === undefined) throw new Error(`The log field ${field} is not in log-fields.ts`);
  return name;
}

function listCalls(): readonly LogLine[] {
  const calls = findLogCalls().flatMap((call) =>
    call.messages.map((message) => ({ ...call, message, area: call.file.split(/[\\/]/)[0] ?? "" })),
  );
  const keys = [...new Set(calls.map(({ area, message }) => `${area} | ${message}`))].sort();
  return keys.map((key) => {
    const [area = "", message = ""] = key.split(" | ");
    const same = calls.filter((call) => call.area === area && call.message === message);
    const union = (values: readonly (readonly string[])[]) => [...new Set(values.flat())].sort();
    return {
      area,
      message,
      levels: union(same.map(({ levels }) => levels)),
      fields: union(same.map(({ fields }) => fields))
        .map(toLineName)
        .sort(),
    };
  });
}

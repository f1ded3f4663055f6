import type { EventEmitter } from "node:events";
import { Socket } from "node:net";
import pg from "pg";

export interface DatabaseTarget {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface Statement {
  readonly text: string;
  readonly values: readonly (string | null)[];
  /** True returns each row as an array, false as an object. */
  readonly arrayMode: boolean;
}

export type StatementResult = pg.QueryResult<pg.QueryResultRow>;

export interface RunOptions {
  /** Runs all statements in one transaction that this statement starts. */
  readonly begin?: string;
  /** Its event `close` cancels the running statement. An AbortSignal would take more CPU than the rest of a request. */
  readonly client: EventEmitter;
}

/** State of one connection. */
interface Session {
  readonly processId: number;
  /** Statement text to the name under which the server has prepared it. */
  readonly preparedNames: Map<string, string>;
}

/** A connection with more prepared statements is replaced. They take memory in the server. */
const maxPreparedStatements = 250;
const connectTimeoutMs = 3_000;

/** Neon returns values in Postgres's text format. The serverless driver parses them. */
const textFormat = { getTypeParser: () => (value: string) => value };

/** Writes the messages of a statement, which pg collects, as one buffer. That takes less CPU than a gathering write. */
class BatchingSocket extends Socket {
  override _writev(
    chunks: { readonly chunk: Buffer; readonly encoding: BufferEncoding }[],
    callback: (error?: Error | null) => void,
  ): void {
    // The encoding of a buffer, which the types of Node do not list.
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), "buffer" as BufferEncoding, callback);
  }
}

/** A pool of pipelined connections to one database. Callers wait in turn when all connections are in use. */
export class Database {
  readonly #config: pg.ClientConfig;
  readonly #pool: pg.Pool;
  readonly #sessions = new WeakMap<pg.ClientBase, Session>();

  constructor(target: DatabaseTarget, poolSize: number) {
    const config = { host: "127.0.0.1", ...target, connectionTimeoutMillis: connectTimeoutMs };
    this.#config = config;
    this.#pool = new pg.Pool({
      max: poolSize,
      idleTimeoutMillis: 0,
      // As an option of the pool, the connect timeout would also limit the wait for a free connection.
      Client: class extends pg.Client {
        constructor() {
          super({ ...config, pipeline: true, types: textFormat, stream: () => new BatchingSocket() });
        }
      },
      onConnect: (client) => this.#startSession(client),
    });
    // The pool removes a broken idle connection by itself.
    this.#pool.on("error", () => {});
  }

  /**
   * Runs statements in order and returns their results. Throws pg's DatabaseError when Postgres rejects one, another
   * Error when there is no connection. When a transaction fails, all of it is rolled back.
   */
  async run(statements: readonly Statement[], options: RunOptions): Promise<readonly StatementResult[]> {
    for (;;) {
      const client = await this.#pool.connect();
      const session = this.#sessions.get(client);
      if (session === undefined) throw new Error("The connection has no session");
      const hadPrepared = session.preparedNames.size > 0;
      let cancelled: Promise<void> | undefined;
      const onClose = () => {
        cancelled = this.#cancel(session.processId);
      };
      options.client.once("close", onClose);
      let failure: unknown;
      try {
        return await execute(client, session, statements, options.begin);
      } catch (error) {
        failure = error;
        // Nothing has been done. A new connection prepares the statements again.
        if (!(hadPrepared && isStale(error))) throw error;
      } finally {
        options.client.off("close", onClose);
        await cancelled;
        client.release(cancelled !== undefined || !isReusable(client, session, failure));
      }
    }
  }

  /** Closes idle connections now, others when their statement ends. */
  close(): void {
    this.#pool.end().catch(() => {});
  }

  async #startSession(client: pg.ClientBase): Promise<void> {
    // Without a listener, an error between two statements would end the process.
    client.on("error", () => {});
    const { rows } = await client.query<{ pid: string }>("select pg_backend_pid() as pid");
    this.#sessions.set(client, { processId: Number(rows[0]?.pid), preparedNames: new Map() });
  }

  async #cancel(processId: number): Promise<void> {
    const client = new pg.Client(this.#config);
    client.on("error", () => {});
    try {
      await client.connect();
      await client.query("select pg_cancel_backend($1)", [processId]);
    } catch {
      // Postgres is down, so the statement has ended too.
    } finally {
      await client.end().catch(() => {});
    }
  }
}

async function execute(
  client: pg.ClientBase,
  { preparedNames }: Session,
  statements: readonly Statement[],
  begin: string | undefined,
): Promise<readonly StatementResult[]> {
  const control = (text: string): Statement => ({ text, values: [], arrayMode: true });
  const all = begin === undefined ? statements : [control(begin), ...statements, control("COMMIT")];
  // The connection is pipelined: all statements are sent before the first result arrives. After an error Postgres
  // rejects the other statements of the transaction, and COMMIT rolls it back.
  const settled = await Promise.allSettled(
    all.map(({ text, values, arrayMode }) => {
      const name = preparedNames.get(text) ?? `s${preparedNames.size}`;
      preparedNames.set(text, name);
      const query = { name, text, values: [...values] };
      return arrayMode ? client.query({ ...query, rowMode: "array" }) : client.query(query);
    }),
  );
  const results = settled.map((outcome) => {
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  });
  return begin === undefined ? results : results.slice(1, -1);
}

/** Whether a prepared statement is out of date: a table has changed, or the client deallocated the statement. */
function isStale(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  return (error.code === "0A000" && error.message.startsWith("cached plan")) || error.code === "26000";
}

/** False when a connection is broken, in a transaction that a statement left open, or has too many statements. */
function isReusable(client: pg.ClientBase, { preparedNames }: Session, failure: unknown): boolean {
  if (preparedNames.size > maxPreparedStatements || client.getTransactionStatus() !== "I") return false;
  if (failure === undefined) return true;
  return failure instanceof pg.DatabaseError && failure.severity === "ERROR" && !isStale(failure);
}

import { connect, type Socket } from "node:net";
import * as messages from "./messages.ts";
import { type PostgresError, readError, readFields, readRow } from "./replies.ts";
import { startScram } from "./scram.ts";

export interface Target {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface Statement {
  readonly text: string;
  readonly parameters: readonly (string | null)[];
  /** Rows as arrays rather than objects. */
  readonly asArrays: boolean;
}

/** A statement's answer, its rows and fields already JSON: nothing on the way is parsed twice. */
export interface Answer {
  fields: string;
  rows: string[];
  tag: string;
}

/** Postgres refused a statement. Nothing of its transaction stays. */
export class QueryError extends Error {
  readonly fields: PostgresError;
  constructor(fields: PostgresError) {
    super(fields.message);
    this.name = "QueryError";
    this.fields = fields;
  }
}

/** A statement that the server holds under a name, with the description it gave. */
interface Prepared {
  readonly name: string;
  fields: string;
  columns: readonly string[];
}

interface Run {
  readonly slots: { readonly statement: Statement; readonly prepared: Prepared; readonly answer: Answer }[];
  readonly fresh: readonly string[];
  at: number;
  error: PostgresError | undefined;
  readonly resolve: (answers: Answer[]) => void;
  readonly reject: (error: Error) => void;
}

const mostPrepared = 250;
const connectTimeoutMs = 3_000;

/**
 * One connection to Postgres. Statements are prepared once under a name, and a whole batch goes out in one write and
 * ends with one Sync.
 */
export class Connection {
  dead = false;
  readonly #target: Target;
  readonly #socket: Socket;
  readonly #prepared = new Map<string, Prepared>();
  #count = 0;
  #buffer: Buffer = Buffer.alloc(0);
  #run: Run | undefined;
  #cancelKey: readonly [number, number] = [0, 0];
  #inTransaction = false;
  #scram: ReturnType<typeof startScram> | undefined;
  #opened: { resolve: () => void; reject: (error: Error) => void } | undefined;

  private constructor(target: Target) {
    this.#target = target;
    this.#socket = connect(target.port, "127.0.0.1");
    this.#socket.setNoDelay(true);
    this.#socket.on("data", (chunk) => this.#receive(chunk));
    this.#socket.on("error", (error) => this.#die(error));
    this.#socket.on("close", () => this.#die(new Error("Postgres closed the connection")));
  }

  static async open(target: Target): Promise<Connection> {
    const connection = new Connection(target);
    const timer = setTimeout(() => connection.#die(new Error("Postgres did not answer in time")), connectTimeoutMs);
    try {
      await new Promise<void>((resolve, reject) => {
        connection.#opened = { resolve, reject };
        connection.#socket.write(messages.startup({ user: target.user, database: target.database }));
      });
    } finally {
      clearTimeout(timer);
    }
    return connection;
  }

  /** Runs statements in order; inside one transaction when `begin` is given. Throws a QueryError, or dies. */
  async query(statements: readonly Statement[], begin?: string): Promise<Answer[]> {
    const control = (text: string): Statement => ({ text, parameters: [], asArrays: true });
    const all = begin === undefined ? statements : [control(begin), ...statements, control("COMMIT")];
    try {
      const answers = await this.#send(all);
      return begin === undefined ? answers : answers.slice(1, -1);
    } catch (error) {
      if (this.#inTransaction && !this.dead) await this.#send([control("ROLLBACK")]);
      // A table has changed under a prepared statement. Nothing was done, so all of it can be done again.
      if (isStale(error) && !this.dead) {
        await this.#forgetAll();
        return this.query(statements, begin);
      }
      throw error;
    }
  }

  /** Asks Postgres to stop what this connection is doing. */
  cancel(): void {
    const socket = connect(this.#target.port, "127.0.0.1", () =>
      socket.end(messages.cancelRequest(...this.#cancelKey)),
    );
    socket.on("error", () => socket.destroy());
  }

  close(): void {
    this.dead = true;
    this.#socket.end(messages.terminate);
  }

  #send(statements: readonly Statement[]): Promise<Answer[]> {
    if (this.dead) return Promise.reject(new Error("the connection is closed"));
    const out: Buffer[] = [];
    const fresh: string[] = [];
    const slots = statements.map((statement) => {
      const prepared = this.#prepare(statement.text, out, fresh);
      out.push(messages.bind(prepared.name, statement.parameters), messages.execute);
      return { statement, prepared, answer: { fields: "[]", rows: [], tag: "" } };
    });
    out.push(messages.sync);
    return new Promise((resolve, reject) => {
      this.#run = { slots, fresh, at: 0, error: undefined, resolve, reject };
      this.#socket.write(Buffer.concat(out));
    });
  }

  #prepare(text: string, out: Buffer[], fresh: string[]): Prepared {
    const known = this.#prepared.get(text);
    if (known !== undefined) {
      this.#prepared.delete(text);
      this.#prepared.set(text, known); // Now the most recently used.
      return known;
    }
    const prepared: Prepared = { name: `s${this.#count++}`, fields: "[]", columns: [] };
    for (const [oldest, { name }] of this.#prepared) {
      if (this.#prepared.size < mostPrepared) break;
      this.#prepared.delete(oldest);
      out.push(messages.closeStatement(name));
    }
    this.#prepared.set(text, prepared);
    fresh.push(text);
    out.push(messages.parse(prepared.name, text), messages.describeStatement(prepared.name));
    return prepared;
  }

  async #forgetAll(): Promise<void> {
    this.#prepared.clear();
    await this.#send([{ text: "DEALLOCATE ALL", parameters: [], asArrays: true }]);
    this.#prepared.clear();
  }

  #receive(chunk: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    let offset = 0;
    while (this.#buffer.length - offset >= 5) {
      const end = offset + 1 + this.#buffer.readInt32BE(offset + 1);
      if (end > this.#buffer.length) break;
      this.#handle(String.fromCharCode(this.#buffer[offset] ?? 0), this.#buffer.subarray(offset + 5, end));
      offset = end;
    }
    this.#buffer = this.#buffer.subarray(offset);
  }

  #handle(type: string, body: Buffer): void {
    const slot = this.#run?.slots[this.#run.at];
    switch (type) {
      case "D":
        slot?.answer.rows.push(readRow(body, slot.statement.asArrays ? undefined : slot.prepared.columns));
        break;
      case "T":
        if (slot !== undefined) Object.assign(slot.prepared, readFields(body));
        break;
      case "C":
      case "I":
        if (slot === undefined || this.#run === undefined) break;
        slot.answer.tag = type === "C" ? body.toString("utf8", 0, body.length - 1) : "";
        slot.answer.fields = slot.prepared.fields;
        this.#run.at++;
        break;
      case "E":
        if (this.#run === undefined) this.#die(new QueryError(readError(body)));
        else this.#run.error ??= readError(body);
        break;
      case "Z":
        this.#inTransaction = body[0] !== 0x49;
        this.#ready();
        break;
      case "R":
        this.#authenticate(body);
        break;
      case "K":
        this.#cancelKey = [body.readInt32BE(0), body.readInt32BE(4)];
        break;
    }
  }

  #ready(): void {
    if (this.#run === undefined) {
      this.#opened?.resolve();
      return;
    }
    const { slots, fresh, error, resolve, reject } = this.#run;
    this.#run = undefined;
    if (error === undefined) {
      resolve(slots.map(({ answer }) => answer));
      return;
    }
    // Which of the new statements were still parsed is not worth finding out: their names are not used again.
    for (const text of fresh) this.#prepared.delete(text);
    reject(new QueryError(error));
  }

  #authenticate(body: Buffer): void {
    const { password } = this.#target;
    switch (body.readInt32BE(0)) {
      case 3:
        this.#socket.write(messages.password(password));
        break;
      case 10:
        this.#scram = startScram(password);
        this.#socket.write(messages.saslInitial("SCRAM-SHA-256", this.#scram.first));
        break;
      case 11:
        this.#socket.write(messages.saslResponse(this.#scram?.answer(body.toString("utf8", 4)) ?? ""));
        break;
    }
  }

  #die(error: Error): void {
    this.dead = true;
    this.#socket.destroy();
    this.#opened?.reject(error);
    this.#run?.reject(error);
    this.#run = undefined;
  }
}

function isStale(error: unknown): boolean {
  if (!(error instanceof QueryError)) return false;
  const { code, message } = error.fields;
  return (code === "0A000" && message.startsWith("cached plan")) || code === "26000";
}

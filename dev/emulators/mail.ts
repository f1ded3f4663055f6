import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listen, stopListening } from "../process/listen.ts";

/** A mail as the provider was asked to send it. */
export interface SentMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly sentAt: string;
}

export interface MailEmulator {
  readonly port: number;
  /** What was sent, oldest first. */
  readonly sent: () => readonly SentMail[];
  /** Takes mail away, for tests of what happens then. */
  readonly refuse: (refusing: boolean) => void;
  stop(): Promise<void>;
}

const mostKept = 1_000;

/**
 * Speaks Resend's protocol for sending mail, sends nothing, and shows at /dev/mail what it was given: as a page, or as
 * JSON to whoever accepts that. Kept in memory, on the loopback address alone.
 */
export async function startMailEmulator({ apiKey }: { apiKey: string }): Promise<MailEmulator> {
  let mails: readonly SentMail[] = [];
  const answered = new Map<string, string>();
  let refusing = false;

  const accept = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (refusing) return reply(response, 503, { name: "application_error", message: "refused on request" });
    if (request.headers.authorization !== `Bearer ${apiKey}`) {
      return reply(response, 401, { name: "missing_api_key", message: "Missing API Key" });
    }
    const key = String(request.headers["idempotency-key"] ?? "");
    const known = answered.get(key);
    if (known !== undefined) return reply(response, 200, { id: known });
    const mail = parseMail(await readAll(request));
    if (mail === undefined) return reply(response, 422, { name: "validation_error", message: "Invalid mail" });
    const id = crypto.randomUUID();
    mails = [...mails, mail].slice(-mostKept);
    if (key !== "") answered.set(key, id);
    reply(response, 200, { id });
  };

  const server = createServer((request, response) => {
    const { method } = request;
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    if (method === "POST" && path === "/emails") accept(request, response).catch(() => reply(response, 400, {}));
    else if (method === "GET" && path === "/dev/mail") show(request, response, mails);
    else reply(response, 404, { message: "mails are at /dev/mail" });
  });
  const port = await listen(server);
  return {
    port,
    sent: () => mails,
    refuse: (value) => {
      refusing = value;
    },
    stop: () => stopListening(server),
  };
}

function parseMail(body: string): SentMail | undefined {
  try {
    const { from, to, subject, text } = JSON.parse(body) as Partial<SentMail>;
    const complete =
      typeof from === "string" && Array.isArray(to) && typeof subject === "string" && typeof text === "string";
    return complete ? { from, to, subject, text, sentAt: new Date().toISOString() } : undefined;
  } catch {
    return undefined;
  }
}

function show(request: IncomingMessage, response: ServerResponse, mails: readonly SentMail[]): void {
  const asPage = request.headers.accept?.includes("text/html") === true;
  response.writeHead(200, { "content-type": asPage ? "text/html; charset=utf-8" : "application/json" });
  response.end(asPage ? pageOf(mails) : JSON.stringify({ mails }));
}

/** The newest first, with links that can be followed. */
function pageOf(mails: readonly SentMail[]): string {
  const shown = [...mails].reverse().map(({ to, subject, text, sentAt }) => {
    const linked = escapeHtml(text).replace(/https?:\/\/\S+/g, (url) => `<a href="${url}">${url}</a>`);
    return `<article><h2>${escapeHtml(subject)}</h2><p>to ${escapeHtml(to.join(", "))}, ${sentAt}</p><pre>${linked}</pre></article>`;
  });
  return `<!doctype html><title>Mail</title><h1>Mail that was sent</h1>${shown.join("") || "<p>None yet.</p>"}`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

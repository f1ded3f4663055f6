import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listen, stopListening } from "../process/listen.ts";
import { readBody, sendJson } from "./http.ts";

/** A mail that the shop has sent. */
export interface SentMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly sentAt: string;
}

export interface MailEmulator {
  readonly port: number;
  /** Returns the mails sent so far, oldest first. */
  readonly sent: () => readonly SentMail[];
  /** Starts or stops rejecting mails with 503, for tests of an outage. */
  readonly setRejecting: (refusing: boolean) => void;
  stop(): Promise<void>;
}

const maxStoredMails = 1_000;

/**
 * Emulates Resend's API for sending mail. Mails are stored in memory and shown at `/dev/mail`: as a page for browsers,
 * as JSON for other clients. Listens on the loopback address only.
 */
export async function startMailEmulator({ apiKey }: { apiKey: string }): Promise<MailEmulator> {
  let mails: readonly SentMail[] = [];
  const idByIdempotencyKey = new Map<string, string>();
  let refusing = false;

  const accept = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (refusing) return sendJson(response, 503, { name: "application_error", message: "Rejected for a test" });
    if (request.headers.authorization !== `Bearer ${apiKey}`) {
      return sendJson(response, 401, { name: "missing_api_key", message: "Missing API Key" });
    }
    const key = String(request.headers["idempotency-key"] ?? "");
    const knownId = idByIdempotencyKey.get(key);
    if (knownId !== undefined) return sendJson(response, 200, { id: knownId });
    const mail = parseMail(await readBody(request));
    if (mail === undefined) return sendJson(response, 422, { name: "validation_error", message: "Invalid mail" });
    const id = crypto.randomUUID();
    mails = [...mails, mail].slice(-maxStoredMails);
    if (key !== "") idByIdempotencyKey.set(key, id);
    sendJson(response, 200, { id });
  };

  const server = createServer((request, response) => {
    const { method } = request;
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    if (method === "POST" && path === "/emails") accept(request, response).catch(() => sendJson(response, 400, {}));
    else if (method === "GET" && path === "/dev/mail") show(request, response, mails);
    else sendJson(response, 404, { message: "Not found. Sent mails are at /dev/mail" });
  });
  const port = await listen(server);
  return {
    port,
    sent: () => mails,
    setRejecting: (value) => {
      refusing = value;
    },
    stop: () => stopListening(server),
  };
}

function parseMail(body: string): SentMail | undefined {
  try {
    const { from, to, subject, text, html } = JSON.parse(body) as Partial<SentMail>;
    const complete =
      typeof from === "string" && Array.isArray(to) && typeof subject === "string" && typeof text === "string";
    if (!complete || (html !== undefined && typeof html !== "string")) return undefined;
    return { from, to, subject, text, ...(html === undefined ? {} : { html }), sentAt: new Date().toISOString() };
  } catch {
    return undefined;
  }
}

function show(request: IncomingMessage, response: ServerResponse, mails: readonly SentMail[]): void {
  if (request.headers.accept?.includes("text/html") === true) {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(renderPage(mails));
  } else {
    sendJson(response, 200, { mails });
  }
}

/** Renders the mails as HTML, newest first, with clickable links. */
function renderPage(mails: readonly SentMail[]): string {
  const articles = [...mails].reverse().map(({ to, subject, text, html, sentAt }) => {
    const linked = escapeHtml(text).replace(/https?:\/\/\S+/g, (url) => `<a href="${url}">${url}</a>`);
    // The sandbox runs no scripts, as mail clients do.
    const frame =
      html === undefined ? "" : `<iframe sandbox width="700" height="600" srcdoc="${escapeHtml(html)}"></iframe>`;
    return `<article><h2>${escapeHtml(subject)}</h2><p>to ${escapeHtml(to.join(", "))}, ${sentAt}</p><pre>${linked}</pre>${frame}</article>`;
  });
  return `<!doctype html><title>Mail</title><h1>Sent mail</h1>${articles.join("") || "<p>None yet.</p>"}`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

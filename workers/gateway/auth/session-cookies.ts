import type { Session } from "../../../proto/gen/account/v1/account_pb.js";
import { toDate } from "../data/mappers/protobuf.ts";

/**
 * Sessions in cookies that no script can read, for browsers. Asked for, and answered to, by a header of its own: a page
 * of another origin can make a browser send cookies, but not that header. An `EventSource` cannot send it either: there
 * it counts what the browser says of the page. So a cookie alone is never anybody.
 */
const modeHeader = "x-stoa-session";
const accessCookie = "__Host-stoa-access";
const refreshCookie = "__Host-stoa-refresh";
const attributes = "Path=/; HttpOnly; Secure; SameSite=Strict";
const refreshSeconds = 30 * 24 * 3_600;

export interface SessionCookies {
  readonly accessToken: string | undefined;
  readonly refreshToken: string | undefined;
  /** Gives a session's tokens to the browser. */
  set(session: Session): void;
  clear(): void;
  /** To be added to the answer. */
  readonly lines: readonly string[];
}

/** The cookies of a request in cookie mode; undefined for every other request. */
export function readSessionCookies(request: Request, origins: ReadonlySet<string>): SessionCookies | undefined {
  const { headers } = request;
  if (headers.get(modeHeader) !== "cookie" && !isOwnEventSource(request, origins)) return undefined;
  const cookies = parseCookies(headers.get("cookie") ?? "");
  let lines: readonly string[] = [];
  return {
    accessToken: cookies.get(accessCookie),
    refreshToken: cookies.get(refreshCookie),
    set: ({ accessToken, refreshToken, expireTime }) => {
      const seconds = Math.max(Math.floor((toDate(expireTime).getTime() - Date.now()) / 1000), 1);
      lines = [
        `${accessCookie}=${accessToken}; Max-Age=${seconds}; ${attributes}`,
        `${refreshCookie}=${refreshToken}; Max-Age=${refreshSeconds}; ${attributes}`,
      ];
    },
    clear: () => {
      lines = [accessCookie, refreshCookie].map((name) => `${name}=; Max-Age=0; ${attributes}`);
    },
    get lines() {
      return lines;
    },
  };
}

/** No page can set these headers. Nothing is changed by a GET, and only a page of ours may read what it answers. */
function isOwnEventSource({ method, headers }: Request, origins: ReadonlySet<string>): boolean {
  if (method !== "GET" || headers.get("accept") !== "text/event-stream") return false;
  const origin = headers.get("origin");
  return origin === null ? headers.get("sec-fetch-site") === "same-origin" : origins.has(origin);
}

function parseCookies(header: string): ReadonlyMap<string, string> {
  const pairs = header.split(";").map((part) => part.trim().split("=", 2));
  return new Map(pairs.flatMap(([name, value]) => (name && value ? [[name, value] as const] : [])));
}

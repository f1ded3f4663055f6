import { parse, serialize } from "hono/utils/cookie";

/**
 * Cookie mode, for browsers: the session's tokens are in cookies that scripts cannot read. A request selects the mode with
 * the header below. A page of another origin can make a browser send cookies, but it cannot add this header. An
 * `EventSource` cannot add it either: its requests are recognised by headers that only the browser sets. A cookie alone
 * never authenticates a request.
 */
const modeHeader = "x-stoa-session";
const accessCookie = "__Host-stoa-access";
const refreshCookie = "__Host-stoa-refresh";
const attributes = { path: "/", httpOnly: true, secure: true, sameSite: "Strict" } as const;
const refreshSeconds = 30 * 24 * 3_600;

interface SessionTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** When the access token expires. */
  readonly expiresAt: Date;
}

export interface SessionCookies {
  readonly accessToken: string | undefined;
  readonly refreshToken: string | undefined;
  /** Stores a session's tokens in the browser. */
  set(tokens: SessionTokens): void;
  clear(): void;
  /** Values of the response's `set-cookie` headers. */
  readonly setCookieHeaders: readonly string[];
}

/** Returns the cookies of a request in cookie mode; undefined for every other request. */
export function readSessionCookies(request: Request, allowedOrigins: ReadonlySet<string>): SessionCookies | undefined {
  const { headers } = request;
  if (headers.get(modeHeader) !== "cookie" && !isOwnEventSource(request, allowedOrigins)) return undefined;
  const cookies = parse(headers.get("cookie") ?? "");
  let setCookieHeaders: readonly string[] = [];
  return {
    // An empty cookie counts as no cookie.
    accessToken: cookies[accessCookie] || undefined,
    refreshToken: cookies[refreshCookie] || undefined,
    set: ({ accessToken, refreshToken, expiresAt }) => {
      const maxAge = Math.max(Math.floor((expiresAt.getTime() - Date.now()) / 1000), 1);
      setCookieHeaders = [
        serialize(accessCookie, accessToken, { ...attributes, maxAge }),
        serialize(refreshCookie, refreshToken, { ...attributes, maxAge: refreshSeconds }),
      ];
    },
    clear: () => {
      setCookieHeaders = [accessCookie, refreshCookie].map((name) => serialize(name, "", { ...attributes, maxAge: 0 }));
    },
    get setCookieHeaders() {
      return setCookieHeaders;
    },
  };
}

/** Scripts cannot set these headers. A GET changes nothing, and only pages of allowed origins can read its response. */
function isOwnEventSource({ method, headers }: Request, allowedOrigins: ReadonlySet<string>): boolean {
  if (method !== "GET" || headers.get("accept") !== "text/event-stream") return false;
  const origin = headers.get("origin");
  return origin === null ? headers.get("sec-fetch-site") === "same-origin" : allowedOrigins.has(origin);
}

import { type CookieOptions, parse, serialize } from "hono/utils/cookie";

const accessCookie = "__Host-stoa-access";
const refreshCookie = "__Host-stoa-refresh";
/**
 * Says that the browser has a session, without any secret. Scripts may read it, and the browser also sends it when another
 * site links to a page, unlike the cookies of the session.
 */
const hintCookie = "stoa-session";
const hint = { path: "/", secure: true, sameSite: "Lax" } as const;
const hintSeconds = 30 * 24 * 3_600;

/** The cookies of a request, with the changes that the response will make in the browser. */
export interface CookieJar {
  get(name: string): string | undefined;
  set(name: string, value: string, options: CookieOptions): void;
  /** The session's cookies, as the gateway needs them in the header `cookie`. */
  readonly session: string;
  readonly hasAccess: boolean;
  readonly hasRefresh: boolean;
  /** Whether the browser has a session, although it may not have sent its cookies. */
  readonly hasHint: boolean;
  /** Takes over the `set-cookie` headers of a response of the gateway. */
  accept(response: Response): void;
  /** Values of the page's `set-cookie` headers. */
  readonly setCookieHeaders: readonly string[];
}

/** Reads the cookies of a request. */
export function createCookieJar(header: string | undefined): CookieJar {
  const values = new Map(Object.entries(parse(header ?? "")));
  const changes = new Map<string, string>();
  const get = (name: string) => values.get(name) || undefined;
  const set = (name: string, value: string, options: CookieOptions) => {
    values.set(name, value);
    changes.set(name, serialize(name, value, options));
  };
  return {
    get,
    set,
    get session() {
      return [accessCookie, refreshCookie]
        .flatMap((name) => (get(name) === undefined ? [] : [`${name}=${get(name)}`]))
        .join("; ");
    },
    get hasAccess() {
      return get(accessCookie) !== undefined;
    },
    get hasRefresh() {
      return get(refreshCookie) !== undefined;
    },
    get hasHint() {
      return get(hintCookie) !== undefined;
    },
    accept: (response) => {
      for (const line of response.headers.getSetCookie()) {
        const [pair = ""] = line.split(";", 1);
        const at = pair.indexOf("=");
        const name = pair.slice(0, at);
        values.set(name, decodeURIComponent(pair.slice(at + 1)));
        changes.set(name, line);
        if (name !== refreshCookie) continue;
        const hasSession = pair.length > at + 1;
        set(hintCookie, hasSession ? "1" : "", { ...hint, maxAge: hasSession ? hintSeconds : 0 });
      }
    },
    get setCookieHeaders() {
      return [...changes.values()];
    },
  };
}

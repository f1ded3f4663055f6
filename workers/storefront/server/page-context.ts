import type { Context } from "hono";
import type { Messages } from "../messages/en.ts";
import type { CookieJar } from "./cookie-jar.ts";
import type { ServerTiming } from "./server-timing.ts";

/** The person whose browser requests a page. */
export interface Visitor {
  /** The IP address. Undefined without Cloudflare in front of the Worker. */
  readonly ip: string | undefined;
  /** The country of the IP address, in upper case. */
  readonly country: string | undefined;
  /** The slug of the market that the visitor has chosen. Without one, the gateway selects the market of the country. */
  readonly market: string | undefined;
  readonly userAgent: string | undefined;
  /** Whether the browser fetches the page before the visitor opens it. */
  readonly isPrefetch: boolean;
}

export interface Locale {
  readonly messages: Messages;
  /** For `Intl`, for example `en-GB`. */
  readonly tag: string;
}

export type PageEnv = {
  Bindings: Env;
  Variables: {
    visitor: Visitor;
    locale: Locale;
    cookies: CookieJar;
    timing: ServerTiming;
  };
};

/** The context of one request for a page. */
export type PageContext = Context<PageEnv>;

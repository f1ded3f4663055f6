import type { TraceParent } from "../observability/trace.ts";
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

/** What every Worker that renders pages knows about a request. */
export interface PageVariables {
  visitor: Visitor;
  cookies: CookieJar;
  timing: ServerTiming;
  /** The span of the request. */
  trace: TraceParent;
}

/** The part of a request's context that all Workers that render pages share. */
export interface PageRequest {
  readonly env: { readonly GATEWAY: Pick<Fetcher, "fetch"> };
  readonly req: {
    readonly raw: Request;
    header(name: string): string | undefined;
  };
  readonly var: Readonly<PageVariables>;
}

import { findForeignHeader } from "../process/local-request.ts";

/** The bindings of this Worker. */
interface GuardEnv {
  readonly GATEWAY: { fetch(request: Request): Promise<Response> };
  readonly PORT: string;
  /** In `wrangler dev`, which serves one port only: the Workers with pages, and the hosts of the proxies in front of them. */
  readonly STOREFRONT?: { fetch(request: Request): Promise<Response> };
  readonly STOREFRONT_HOST?: string;
  readonly CONSOLE?: { fetch(request: Request): Promise<Response> };
  readonly CONSOLE_HOST?: string;
  /** Origins that may call the gateway besides its own, separated by spaces. */
  readonly ALLOWED_ORIGINS: string;
}

/**
 * The Worker in front of the local gateway. It rejects requests that a web page of another site sends to this machine. In
 * production the route of the gateway has this effect, so the gateway itself has no such check.
 */
export default {
  async fetch(request: Request, env: GuardEnv): Promise<Response> {
    const source = {
      host: request.headers.get("host") ?? undefined,
      origin: request.headers.get("origin") ?? undefined,
    };
    if (env.STOREFRONT !== undefined && source.host === env.STOREFRONT_HOST) return env.STOREFRONT.fetch(request);
    if (env.CONSOLE !== undefined && source.host === env.CONSOLE_HOST) return env.CONSOLE.fetch(request);
    const foreign = findForeignHeader(source, [Number(env.PORT)], env.ALLOWED_ORIGINS.split(/[\s,]+/));
    if (foreign === undefined) return env.GATEWAY.fetch(request);
    const message =
      foreign === "Host"
        ? `The Host is not allowed. Call the local shop at http://127.0.0.1:${env.PORT} or http://localhost:${env.PORT}.`
        : "The Origin is not allowed. Set ALLOWED_ORIGINS to call the local shop from another origin.";
    return Response.json({ errors: [{ message, extensions: { code: "FORBIDDEN" } }] }, { status: 403 });
  },
};

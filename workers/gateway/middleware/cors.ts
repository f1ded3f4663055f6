import type { MiddlewareHandler } from "hono";
import { cors as honoCors } from "hono/cors";
import { readConfig } from "../config.ts";
import type { GatewayEnv } from "./request-context.ts";

const corsHeaders: MiddlewareHandler<GatewayEnv> = honoCors({
  origin: (origin, c) => (readConfig(c.env).allowedOrigins.has(origin) ? origin : null),
  credentials: true,
  allowMethods: ["GET", "POST"],
  allowHeaders: ["authorization", "content-type", "last-event-id", "traceparent", "x-stoa-market", "x-stoa-session"],
  exposeHeaders: ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "retry-after", "x-request-id"],
  maxAge: 86_400,
});

/** Adds CORS headers for allowed origins. Skips requests without an `Origin` header. */
export const cors: MiddlewareHandler<GatewayEnv> = (c, next) =>
  c.req.header("origin") === undefined ? next() : corsHeaders(c, next);

import { Hono } from "hono/tiny";
import { setServiceName } from "../kit/observability/resource.ts";
import { createCookieJar } from "../kit/pages/cookie-jar.ts";
import { requireSameOrigin } from "../kit/pages/csrf.ts";
import { requireOwnOrigin } from "../kit/pages/own-origin.ts";
import { logPages } from "../kit/pages/page-log.ts";
import { redirectTo } from "../kit/pages/redirect.ts";
import { setSecurityHeaders } from "../kit/pages/security-headers.ts";
import { startServerTiming } from "../kit/pages/server-timing.ts";
import { readVisitor } from "../kit/pages/visitor.ts";
import { readConfig } from "./config.ts";
import { failed, notFound, renderForbidden, requireSignIn } from "./pages/error.tsx";
import { loadAgainForSession } from "./pages/load-again.tsx";
import { signIn, submitSignIn } from "./pages/sign-in.tsx";
import { routes } from "./routes.ts";
import { findViewer } from "./server/find-viewer.ts";
import { recallViewer, rememberViewer } from "./server/known-viewers.ts";
import { navigationLabels } from "./server/navigation.ts";
import type { PageEnv } from "./server/page-context.ts";
import { isAt, type Route } from "./server/route.ts";
import { hasAny } from "./server/viewer.ts";

setServiceName("console");

const app = new Hono<PageEnv>();

app.use(logPages);
app.use(requireOwnOrigin((env: Env) => readConfig(env).origin));
app.use(async (c, next) => {
  c.set("timing", startServerTiming());
  c.set("cookies", createCookieJar(c.req.header("cookie")));
  c.set(
    "visitor",
    readVisitor((name) => c.req.header(name), undefined),
  );
  c.set("navigation", []);
  c.set("mayOpen", () => false);
  await next();
  for (const cookie of c.var.cookies.setCookieHeaders) c.res.headers.append("set-cookie", cookie);
  setSecurityHeaders(c.res.headers);
  c.res.headers.set("cache-control", "no-store");
  c.res.headers.set("x-robots-tag", "noindex");
  return undefined;
});
app.use(requireSameOrigin((env: Env) => readConfig(env).origin));

app.onError(failed);
app.notFound(notFound);

app.get("/healthz", (c) => c.json({ status: "ready", version: c.env.CF_VERSION_METADATA.id }));
app.get("/favicon.ico", (c) => c.redirect("/icon.svg", 301));
app.get("/sign-in", signIn);
app.post("/sign-in", submitSignIn);

// All other pages are for staff.
app.use(loadAgainForSession);
app.use(async (c, next) => {
  const { faultLab } = readConfig(c.env);
  const { session } = c.var.cookies;
  const isLab = faultLab !== undefined && c.req.path.startsWith("/lab");
  const viewer = (isLab ? recallViewer(session) : undefined) ?? (await findViewer(c));
  if (viewer === undefined) return requireSignIn(c);
  if (faultLab !== undefined) rememberViewer(c.var.cookies.session, viewer);
  const allowed = routes.filter(
    ({ permissions, isLocalOnly = false }) => hasAny(viewer, permissions) && (!isLocalOnly || faultLab !== undefined),
  );
  c.set("viewer", viewer);
  c.set("navigation", toNavigation(allowed));
  c.set("mayOpen", (path) => allowed.some((route) => route.method === "GET" && isAt(route, path)));
  return next();
});

// The first page that the viewer may see.
app.get("/", (c) => redirectTo(c.var.navigation[0]?.path ?? "/account"));

for (const { method, path, permissions, handler, isLocalOnly = false } of routes) {
  app.on(method, path, (c) => {
    const { viewer } = c.var;
    if (isLocalOnly && readConfig(c.env).faultLab === undefined) return notFound(c);
    return viewer !== undefined && hasAny(viewer, permissions) ? handler(c) : renderForbidden(c, permissions);
  });
}

function toNavigation(allowed: readonly Route[]) {
  return navigationLabels.flatMap((label) =>
    allowed.filter(({ navigation }) => navigation === label).map(({ path }) => ({ label, path })),
  );
}

export default { fetch: app.fetch } satisfies ExportedHandler<Env>;

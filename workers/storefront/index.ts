import { Hono } from "hono/tiny";
import { setServiceName } from "../kit/observability/resource.ts";
import { createCookieJar } from "../kit/pages/cookie-jar.ts";
import { requireSameOrigin } from "../kit/pages/csrf.ts";
import { requireOwnOrigin } from "../kit/pages/own-origin.ts";
import { logPages } from "../kit/pages/page-log.ts";
import { setSecurityHeaders } from "../kit/pages/security-headers.ts";
import { startServerTiming } from "../kit/pages/server-timing.ts";
import { readVisitor } from "../kit/pages/visitor.ts";
import { readConfig } from "./config.ts";
import { account, changeAccount } from "./pages/account.tsx";
import { accountAddresses, changeAddress } from "./pages/account-addresses.tsx";
import { accountOrders } from "./pages/account-orders.tsx";
import { accountWishlist, changeWishlist } from "./pages/account-wishlist.tsx";
import { cart, changeCart } from "./pages/cart.tsx";
import { addToCart } from "./pages/cart-add.ts";
import { checkout, submitCheckout } from "./pages/checkout.tsx";
import { compare } from "./pages/compare.tsx";
import { failed, notFound } from "./pages/error.tsx";
import { home } from "./pages/home.tsx";
import { category, search, suggestions } from "./pages/listing.tsx";
import { liveStock } from "./pages/live-stock.ts";
import { loadAgainForSession } from "./pages/load-again.ts";
import {
  forgotPassword,
  requestReset,
  resetPassword,
  submitReset,
  submitUndo,
  submitVerification,
  undoEmailChange,
  verifyEmail,
} from "./pages/mail-links.tsx";
import { offline } from "./pages/offline.tsx";
import { cancelOrder, downloadLog, order, orderAgain, orderEvents, payOrder } from "./pages/order.tsx";
import { paymentReturn } from "./pages/payment-return.ts";
import { preferences, savePreferences } from "./pages/preferences.tsx";
import { product } from "./pages/product.tsx";
import { searchClick } from "./pages/search-click.ts";
import { session } from "./pages/session.ts";
import { login, logout, register, submitLogin, submitRegister } from "./pages/sign-in.tsx";
import { robots, sitemap, sitemapIndex } from "./pages/sitemap.ts";
import { stillLife } from "./pages/still-life.ts";
import { requestStockNotification } from "./pages/stock-notification.ts";
import { showTrackedOrder, trackOrder } from "./pages/track-order.tsx";
import { selectLocale } from "./server/locale.ts";
import type { PageEnv } from "./server/page-context.ts";
import { languageCookie, marketCookie } from "./server/preference-cookies.ts";

setServiceName("storefront");

const app = new Hono<PageEnv>();

app.use(logPages);
app.use(requireOwnOrigin((env: Env) => readConfig(env).origin));
app.use(async (c, next) => {
  c.set("timing", startServerTiming());
  c.set("cookies", createCookieJar(c.req.header("cookie")));
  const visitor = readVisitor((name) => c.req.header(name), c.var.cookies.get(marketCookie));
  const chosen = c.var.cookies.get(languageCookie);
  const locale = selectLocale({ chosen, accepted: c.req.header("accept-language"), country: visitor.country });
  c.set("locale", locale);
  c.set("visitor", { ...visitor, country: locale.country });
  await next();
  for (const cookie of c.var.cookies.setCookieHeaders) c.res.headers.append("set-cookie", cookie);
  // A page from memory has them.
  if (!c.res.headers.has("x-content-type-options")) setSecurityHeaders(c.res.headers);
  return undefined;
});
app.use(requireSameOrigin((env: Env) => readConfig(env).origin));
for (const path of ["/cart", "/checkout", "/orders/*", "/account", "/account/*"]) app.get(path, loadAgainForSession);

app.onError(failed);
app.notFound(notFound);

app.get("/healthz", (c) => c.json({ status: "ready", version: c.env.CF_VERSION_METADATA.id }));
app.get("/", home);
app.get("/cart", cart);
app.post("/cart", changeCart);
app.get("/checkout", checkout);
app.post("/checkout", submitCheckout);
app.get("/login", login);
app.post("/login", submitLogin);
app.get("/register", register);
app.post("/register", submitRegister);
app.post("/logout", logout);
app.get("/forgot-password", forgotPassword);
app.post("/forgot-password", requestReset);
app.get("/reset", resetPassword);
app.post("/reset", submitReset);
app.get("/verify", verifyEmail);
app.post("/verify", submitVerification);
app.get("/undo-email-change", undoEmailChange);
app.post("/undo-email-change", submitUndo);
// The links in emails. A browser keeps the token, which is in the fragment, when it follows the redirect.
app.get("/reset-password", (c) => c.redirect("/reset"));
app.get("/verify-email", (c) => c.redirect("/verify"));
app.get("/sign-in", (c) => c.redirect("/login"));
app.get("/account", account);
app.post("/account", changeAccount);
app.get("/account/orders", accountOrders);
app.get("/account/addresses", accountAddresses);
app.post("/account/addresses", changeAddress);
app.get("/account/wishlist", accountWishlist);
app.post("/account/wishlist", changeWishlist);
app.get("/pay/return", paymentReturn);
app.get("/orders/track", trackOrder);
app.post("/orders/track", showTrackedOrder);
app.get("/orders/:id", order);
app.get("/orders/:id/events", orderEvents);
app.get("/orders/:id/log", downloadLog);
app.post("/orders/:id/again", orderAgain);
app.post("/orders/:id/cancel", cancelOrder);
app.post("/orders/:id/pay", payOrder);
app.get("/preferences", preferences);
app.post("/preferences", savePreferences);
app.get("/session", session);
app.get("/offline", offline);
app.get("/categories/:slug", category);
app.get("/search", search);
app.get("/search/suggestions", suggestions);
app.post("/search/click", searchClick);
app.get("/products/:slug", product);
app.get("/compare", compare);
app.post("/cart/add", addToCart);
app.post("/stock-notification", requestStockNotification);
app.get("/live/stock", liveStock);
app.get("/sitemap.xml", sitemapIndex);
app.get("/sitemaps/:file", sitemap);
app.get("/robots.txt", robots);
app.get("/favicon.ico", (c) => c.redirect("/icon.svg", 301));
app.get("/images/:shape/:colour/:file", stillLife);

export default { fetch: app.fetch } satisfies ExportedHandler<Env>;

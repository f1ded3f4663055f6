import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "../../dev/build/root.ts";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { newId } from "../../workers/kit/domain/ids.ts";
import { person } from "../support/accounts.ts";
import { createCoupon } from "../support/coupons.ts";
import { findOrder, placeOrder, productLine, waitForStockCommits } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

type Role = "SUPPORT" | "CATALOG_MANAGER" | "ADMIN";

const roles: readonly Role[] = ["SUPPORT", "CATALOG_MANAGER", "ADMIN"];
const support: readonly Role[] = ["SUPPORT", "ADMIN"];
const catalog: readonly Role[] = ["CATALOG_MANAGER", "ADMIN"];
const admin: readonly Role[] = ["ADMIN"];

/** Each page and action of the console, with the roles that may use it. A route without a row fails a test. */
const access: Readonly<Record<string, readonly Role[]>> = {
  "GET /account": roles,
  "GET /go": roles,
  "POST /sign-out": roles,
  "GET /products": catalog,
  "POST /products": catalog,
  "GET /products/new": catalog,
  "POST /products/new": catalog,
  "GET /products/:id": catalog,
  "POST /products/:id": catalog,
  "POST /products/:id/delete": catalog,
  "POST /products/:id/restore": catalog,
  "GET /categories": catalog,
  "POST /categories": catalog,
  "POST /categories/move": catalog,
  "GET /categories/:id": catalog,
  "POST /categories/:id": catalog,
  "POST /categories/:id/delete": catalog,
  "GET /stock": catalog,
  "POST /stock": catalog,
  "GET /stock/:sku": catalog,
  "POST /stock/:sku": catalog,
  "POST /stock/:sku/threshold": catalog,
  "GET /import": catalog,
  "POST /import": catalog,
  "GET /import/:id": catalog,
  "GET /import/:id/events": catalog,
  "GET /import/:id/failed-lines": catalog,
  "POST /import/:id/cancel": catalog,
  "GET /search": catalog,
  "POST /search/synonyms": catalog,
  "POST /search/synonyms/delete": catalog,
  "POST /search/rebuild": catalog,
  "GET /search/rebuild/:id/events": catalog,
  "GET /lab": support,
  "GET /lab/events": support,
  "POST /lab/services": support,
  "POST /lab/orders": support,
  "GET /orders": support,
  "GET /orders/live": support,
  "GET /orders/live/events": support,
  "GET /orders.csv": support,
  "POST /orders/fulfill": support,
  "POST /orders/views": support,
  "GET /orders/:id": support,
  "GET /orders/:id/events": support,
  "GET /orders/:id/books": support,
  "GET /orders/:id/log": support,
  "POST /orders/:id/notes": support,
  "POST /orders/:id/run": support,
  "POST /orders/:id/resume-payment": support,
  "GET /orders/:id/fulfil": support,
  "POST /orders/:id/fulfil": support,
  "GET /orders/:id/refund": support,
  "POST /orders/:id/refund": support,
  "GET /orders/:id/cancel-units": support,
  "POST /orders/:id/cancel-units": support,
  "GET /orders/:id/cancel": support,
  "POST /orders/:id/cancel": support,
  "GET /orders/:id/deliver": support,
  "POST /orders/:id/deliver": support,
  "GET /orders/:id/retry": support,
  "POST /orders/:id/retry": support,
  "GET /orders/:id/give-up": support,
  "POST /orders/:id/give-up": support,
  "GET /customers": support,
  "GET /customers/:id": support,
  "POST /customers/:id/roles": admin,
  "POST /customers/:id/disabled": admin,
  "POST /customers/:id/sessions": admin,
  "POST /customers/:id/groups": roles,
  "GET /staff/invite": admin,
  "POST /staff/invite": admin,
  "GET /audit": admin,
  "GET /api-tokens": admin,
  "POST /api-tokens": admin,
  "POST /api-tokens/revoke": admin,
  "GET /promotions": catalog,
  "GET /promotions/new": catalog,
  "POST /promotions/new": catalog,
  "GET /promotions/:id": catalog,
  "GET /promotions/:id/edit": catalog,
  "POST /promotions/:id/edit": catalog,
  "GET /promotions/:id/delete": catalog,
  "POST /promotions/:id/delete": catalog,
  "POST /promotions/:id/active": catalog,
  "POST /promotions/:id/codes": catalog,
  "POST /promotions/:id/codes/active": catalog,
  "GET /pricing": catalog,
  "GET /pricing/lists/new": catalog,
  "POST /pricing/lists/new": catalog,
  "GET /pricing/lists/:id": catalog,
  "POST /pricing/lists/:id": catalog,
  "POST /pricing/lists/:id/prices": catalog,
  "GET /pricing/lists/:id/delete": catalog,
  "POST /pricing/lists/:id/delete": catalog,
  "GET /pricing/markets/new": admin,
  "POST /pricing/markets/new": admin,
  "GET /pricing/markets/:id": admin,
  "POST /pricing/markets/:id": admin,
  "GET /pricing/tax-classes": catalog,
  "POST /pricing/tax-classes": catalog,
  "GET /pricing/tax-rates/new": catalog,
  "POST /pricing/tax-rates/new": catalog,
  "GET /pricing/tax-rates/:id": catalog,
  "POST /pricing/tax-rates/:id": catalog,
  "GET /pricing/tax-rates/:id/delete": catalog,
  "POST /pricing/tax-rates/:id/delete": catalog,
  "GET /pricing/zones/new": catalog,
  "POST /pricing/zones/new": catalog,
  "GET /pricing/zones/:id": catalog,
  "POST /pricing/zones/:id": catalog,
  "GET /pricing/zones/:id/delete": catalog,
  "POST /pricing/zones/:id/delete": catalog,
  "GET /pricing/zones/:id/methods/:code": catalog,
  "POST /pricing/zones/:id/methods/:code": catalog,
  "GET /pricing/zones/:id/methods/:code/delete": catalog,
  "POST /pricing/zones/:id/methods/:code/delete": catalog,
  "GET /system": roles,
  "GET /system/jobs": roles,
  "POST /system/jobs/retry": roles,
  "POST /system/jobs/discard": roles,
  "GET /figures": support,
};
const rows = Object.entries(access).map(([route, allowed]) => {
  const [method = "", template = ""] = route.split(" ");
  return { method, template, allowed };
});

const shop = useShop({ hasFaultLab: true, products: [productLine("CRAWL-1", 10)] });
const buyer = useUser(shop);
const manager = useUser(shop, "CATALOG_MANAGER");
const cookies = new Map<string, string>();
/** The id in a path, by its area. */
const ids = new Map<string, string>();

beforeAll(async () => {
  for (const role of roles) cookies.set(role, await signIn(role));
  const { order } = await placeOrder(buyer, { idempotencyKey: "crawl", lines: [{ sku: "CRAWL-1", quantity: 1 }] });
  await waitForStockCommits(shop);
  const query = `mutation { createImport(input: { fileName: "x", size: 1, idempotencyKey: "crawl" }) { importJob { id } } }`;
  type Created = { createImport: { importJob: { id: string } } };
  const importId = (await fetchData<Created>(manager, query)).createImport.importJob.id;
  const rebuildId = newId("idx", Date.now());
  const sql = shop.sql("catalog");
  await sql`update import_jobs set status = 'CANCELLED', completed_at = now() where id = ${importId}`;
  await sql`insert into index_rebuilds (id, status, product_count, completed_at) values (${rebuildId}, 'FAILED', 1, now())`;
  const [product] = await sql`select id from products`;
  const [category] = await sql`select id from categories`;
  ids
    .set("orders", order?.id ?? "")
    .set("products", String(product?.id))
    .set("categories", String(category?.id))
    .set("stock", "CRAWL-1")
    .set("import", importId)
    .set("search", rebuildId)
    .set("customers", buyer.accountId)
    .set("promotions", await createCoupon(shop, "CRAWL"));
});

const url = (path: string) => `${shop.stack.consoleUrl}${path}`;

/** Returns the path of a route, for something that exists if the test has one, or for an id that does not exist. */
function toPath(template: string, exists: boolean): string {
  const id = ids.get(template.split("/")[1] ?? "") ?? "";
  const unknown = `${id.split("_")[0] || "unknown"}_${"0".repeat(26)}`;
  return template.replaceAll(/:\w+/g, exists && id !== "" ? id : unknown);
}

function send(method: string, path: string, cookie: string, more: Record<string, string> = {}): Promise<Response> {
  const headers = { cookie, origin: shop.stack.consoleUrl, ...more };
  return fetch(url(path), {
    method,
    headers,
    redirect: "manual",
    ...(method === "POST" ? { body: new URLSearchParams({ idempotencyKey: "crawl" }) } : {}),
  });
}

/** Signs in at the console with a new account. Returns the cookies of the session. */
async function signIn(role: Role): Promise<string> {
  const { email } = await shop.signUp(role);
  const response = await fetch(url("/sign-in"), {
    method: "POST",
    headers: { origin: shop.stack.consoleUrl },
    redirect: "manual",
    body: new URLSearchParams({ email, password: person.password }),
  });
  expect(response.status).toBe(303);
  const pairs = response.headers.getSetCookie().map((line) => line.split(";", 1)[0]);
  return pairs.join("; ");
}

/** Returns the routes that the links and forms of a page lead to, as method and path. */
function findTargets(html: string): readonly string[] {
  const links = [...html.matchAll(/<a [^>]*?href="(\/[^"#?]*)/g)].map(([, path]) => `GET ${path}`);
  const forms = [...html.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)].flatMap(([, attributes = "", content = ""]) => {
    const buttons = content.match(/<button[^>]*>/g) ?? [];
    // A form that the role may not send may be there with its reason.
    if (buttons.length > 0 && buttons.every((button) => / disabled/.test(button))) return [];
    const method = attributes.includes('method="post"') ? "POST" : "GET";
    return [`${method} ${/ action="(\/[^"#?]*)/.exec(attributes)?.[1] ?? ""}`];
  });
  const buttons = [...html.matchAll(/ formaction="(\/[^"#?]*)/g)].map(([, path]) => `POST ${path}`);
  // The page itself is the target of a form without an action.
  return [...new Set([...links, ...forms, ...buttons])].filter((target) => !/ (\/)?$/.test(target));
}

/** Returns the row of a target. Rows without a parameter come first, as in the router. */
function findRow(target: string) {
  const [method, path = ""] = target.split(" ");
  const matches = rows.filter((row) => {
    const pattern = row.template.replaceAll(".", "\\.").replaceAll(/:\w+/g, "[^/]+");
    return row.method === method && new RegExp(`^${pattern}$`).test(path);
  });
  return matches.find(({ template }) => !template.includes(":")) ?? matches[0];
}

/** Returns the routes in the source: test code does not import Workers. */
function readRoutes(): readonly string[] {
  const pages = join(root, "workers/console/pages");
  const read = (path: string) => readFileSync(path, "utf8");
  const actions = [...read(join(pages, "../parts/order-actions.tsx")).matchAll(/\{ path: "([\w-]+)", label: /g)];
  return readdirSync(pages)
    .filter((name) => name.endsWith("-routes.ts"))
    .flatMap((name) =>
      [...read(join(pages, name)).matchAll(/\b(page|action)\(\s*("(\/[^"]*)"|\w+)/g)].flatMap(
        ([, kind, argument, path]) => {
          const method = kind === "page" ? "GET" : "POST";
          // A path that is no literal is that of the actions of an order.
          if (path !== undefined) return `${method} ${path}`;
          expect([name, argument]).toEqual(["order-routes.ts", "path"]);
          return actions.map(([, part]) => `${method} /orders/:id/${part}`);
        },
      ),
    );
}

describe("the routes of the console", () => {
  it("each have a row with the roles that may use them", () => {
    expect(readRoutes().toSorted()).toEqual(Object.keys(access).toSorted());
  });

  it.each(roles)("open for %s as the row says, and link only to what the role may use", async (role) => {
    const cookie = cookies.get(role) ?? "";
    for (const { method, template, allowed } of rows.filter((row) => row.method === "GET")) {
      const path = toPath(template, true);
      const response = await send(method, path, cookie);
      const isHtml = response.headers.get("content-type")?.startsWith("text/html") === true;
      const html = isHtml ? await response.text() : "";
      if (!isHtml) await response.body?.cancel();
      const opened = path.includes("/unknown_") ? 404 : 200;
      expect([path, response.status]).toEqual([path, allowed.includes(role) ? opened : 403]);
      if (response.status === 403) expect(html).toContain("Your roles do not allow this.");
      for (const target of findTargets(html)) {
        expect([path, target, findRow(target)?.allowed.includes(role)]).toEqual([path, target, true]);
      }
    }
  });

  it.each(roles)("do for %s only what the row says", async (role) => {
    const actions = rows.filter(({ method }) => method === "POST");
    for (const { method, template } of actions.filter((row) => !row.allowed.includes(role))) {
      const response = await send(method, toPath(template, true), cookies.get(role) ?? "");
      expect([template, response.status]).toEqual([template, 403]);
      expect(await response.text()).toContain("Your roles do not allow this.");
    }
    const cookie = await signIn(role);
    const last = (template: string) => Number(template === "/sign-out");
    const permitted = actions.filter((row) => row.allowed.includes(role));
    for (const { method, template } of permitted.toSorted((a, b) => last(a.template) - last(b.template))) {
      const response = await send(method, toPath(template, false), cookie);
      await response.body?.cancel();
      expect(response.status, template).not.toBe(403);
      expect(response.status, template).toBeLessThan(500);
    }
    expect((await findOrder(buyer, ids.get("orders") ?? ""))?.status).toBe("CONFIRMED");
  });

  it("are where the id of a thing leads", async () => {
    const zeros = "0".repeat(26);
    const templates = [
      ["ord", "/orders/:id"],
      ["acc", "/customers/:id"],
      ["prd", "/products/:id"],
      ["cat", "/categories/:id"],
      ["imp", "/import/:id"],
      ["prm", "/promotions/:id"],
      ["plt", "/pricing/lists/:id"],
      ["mkt", "/pricing/markets/:id"],
      ["shz", "/pricing/zones/:id"],
      ["txr", "/pricing/tax-rates/:id"],
    ] as const;
    for (const [prefix, template] of templates) {
      const [role] = rows.find((row) => row.method === "GET" && row.template === template)?.allowed ?? [];
      const response = await send("GET", `/go?q=${prefix}_${zeros}`, cookies.get(role ?? "CUSTOMER") ?? "");
      await response.body?.cancel();
      const expected = template.replace(":id", `${prefix}_${zeros}`);
      expect([response.status, response.headers.get("location")]).toEqual([303, expected]);
    }
  });

  it("lead a visitor and a customer to the page to sign in", async () => {
    for (const cookie of ["", `__Host-stoa-access=${buyer.token}`]) {
      for (const { method, template } of rows) {
        const response = await send(method, toPath(template, true), cookie);
        await response.body?.cancel();
        const target = response.headers.get("location")?.split("?")[0];
        expect([method, template, response.status, target]).toEqual([method, template, 303, "/sign-in"]);
      }
    }
  });

  it("refuse a stream of events without a session with 401, so that the page asks to sign in", async () => {
    const streams = rows.filter(({ template }) => template.endsWith("/events"));
    for (const { method, template } of streams) {
      const response = await send(method, toPath(template, true), "", { accept: "text/event-stream" });
      expect([template, response.status, await response.text()]).toEqual([template, 401, "Sign in again."]);
    }
    expect(streams.length).toBeGreaterThan(3);
  });
});

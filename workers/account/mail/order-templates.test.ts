import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { Liquid } from "liquidjs";
import { describe, expect, it } from "vitest";
import { OrderEmail_Type, OrderEmailSchema } from "../../../proto/gen/order/v1/order_pb.js";
import { toOrderVariables } from "./order-variables.ts";
import { createMailRenderer } from "./render.ts";
import { templateFiles } from "./template-files.ts";

const folder = join(import.meta.dirname, "templates");
const names = ["order-confirmation", "order-shipment", "order-refund", "order-cancellation"];
const locales = ["de", "en", "nl"];
const shop = { name: "Stoa", url: "https://shop.example" };
const eur = (amountMinor: bigint) => ({ amountMinor, currencyCode: "EUR" });

const completeEmail = create(OrderEmailSchema, {
  type: OrderEmail_Type.SHIPMENT,
  order: {
    id: "ord_01",
    number: "7KQ2-M4XD",
    placeTime: timestampFromMs(Date.UTC(2026, 0, 31, 23, 30)),
    lines: [
      { sku: "LGT-01", name: "Lamp <Mia> & shade", quantity: 2, unitPrice: eur(61_950n), total: eur(123_900n) },
      { sku: "BLB-9", name: "Bulb", quantity: 1, unitPrice: eur(450n), total: eur(450n) },
    ],
    subtotal: eur(124_350n),
    shipping: eur(495n),
    tax: eur(26_217n),
    discountTotal: eur(1_000n),
    reverseChargeAmount: eur(200n),
    total: eur(149_862n),
    shippingAddress: {
      name: "Robin Müller",
      line1: "Main Street 1",
      line2: "3rd floor",
      city: "Utrecht",
      region: "UT",
      postalCode: "3511 AB",
      countryCode: "NL",
    },
  },
  shipment: { carrier: "DHL", trackingNumber: "JD014600", lines: [{ sku: "LGT-01", quantity: 1 }] },
  refund: eur(61_950n),
});
/** All optional fields are absent, and the tax is included. */
const sparseEmail = create(OrderEmailSchema, {
  order: { id: "ord_02", lines: [], subtotal: eur(0n), shipping: eur(0n), tax: eur(0n), total: eur(0n) },
  shipment: {},
});

const buyers = { de: "de-AT", en: "en-GB", nl: "nl" } as Readonly<Record<string, string>>;
const variablesIn = (locale: string, email = completeEmail) => {
  const buyer = buyers[locale] ?? locale;
  return toOrderVariables(email, shop, { buyer, text: buyer });
};
const render = (name: string, locale: string, email = completeEmail) =>
  createMailRenderer(templateFiles, { isStrict: true }).render(name, locale, variablesIn(locale, email));

/** Returns the paths of the values in an object: `order.lines[].name`. */
function listPaths(value: unknown, path = ""): readonly string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => listPaths(item, `${path}[]`)))];
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, item]) => listPaths(item, path === "" ? key : `${path}.${key}`));
}

/** The variables of the email about a SKU that can be bought again. */
const stockVariables = ["shop.name", "shop.url", "product.name", "product.url"];

const isOrderTemplate = (file: string) => file === "layout.html" || file.includes("/order-");

describe("the templates of mails", () => {
  it("are all bundled", () => {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.includes("."));
    expect(Object.keys(templateFiles).sort()).toEqual(files.sort());
    for (const file of files) expect(templateFiles[file]).toBe(readFileSync(join(folder, file), "utf8"));
  });

  it("exist in every locale, as text and HTML", () => {
    const expected = locales.flatMap((locale) =>
      names.flatMap((name) => [`${locale}/${name}.html`, `${locale}/${name}.txt`]),
    );
    const present = Object.keys(templateFiles).filter((file) => file.includes("/order-"));
    expect(present.sort()).toEqual(expected.sort());
  });

  it.each(Object.keys(templateFiles))("use no unknown variable: %s", (file) => {
    const engine = new Liquid({ templates: { ...templateFiles } });
    const ofOrders = listPaths(variablesIn("en")).map((path) => path.replace(/\[\].*/, ""));
    const known = new Set([
      "locale",
      ...(isOrderTemplate(file) ? ofOrders : file.includes("/back-in-stock") ? stockVariables : ["link"]),
    ]);
    const used = engine.globalVariableSegmentsSync(engine.parse(templateFiles[file] ?? ""));
    const paths = used.map((segments) => segments.join(".").replace(/\.size$/, ""));
    expect(paths.filter((path) => !known.has(path))).toEqual([]);
  });

  const cases = locales.flatMap((locale) => names.map((name) => ({ locale, name })));

  it.each(cases)("look like their preview: $locale/$name", async ({ locale, name }) => {
    const { subject, text, html = "" } = render(name, locale);
    const preview = join(import.meta.dirname, "previews", locale, name);
    await expect(`Subject: ${subject}\n\n${text}`).toMatchFileSnapshot(`${preview}.txt`);
    await expect(html).toMatchFileSnapshot(`${preview}.html`);
    expect(html).not.toContain("<Mia>");
  });

  it.each(cases)("render without optional values: $locale/$name", ({ locale, name }) => {
    const { subject, text, html = "" } = render(name, locale, sparseEmail);
    for (const part of [subject, text, html]) expect(part).not.toMatch(/undefined|null|NaN|\{\{|\{%/);
    expect(text).not.toMatch(/\n{4}/);
  });

  it("have the variables that docs/emails.md lists", () => {
    const page = readFileSync(join(import.meta.dirname, "../../../docs/emails.md"), "utf8");
    const [, section = ""] = page.split("\n## Variables of order emails\n");
    const documented = [...(section.split("\n## ")[0] ?? "").matchAll(/^\| `([\w.[\]]+)` \|/gm)].map(
      ([, path]) => path,
    );
    expect(documented.sort()).toEqual(["locale", ...listPaths(variablesIn("en"))].sort());
  });
});

describe("toOrderVariables", () => {
  it("formats amounts in the locale of the buyer, and dates and countries in that of the text", () => {
    const { order, refund } = toOrderVariables(completeEmail, shop, { buyer: "fr-FR", text: "en" });
    expect([order.total, refund.amount].map((amount) => amount.replace(/\s/g, " "))).toEqual([
      "1 498,62 €",
      "619,50 €",
    ]);
    expect([order.date, order.shippingAddress.at(-1)]).toEqual(["January 31, 2026", "Netherlands"]);
    expect(variablesIn("de").order.date).toBe("31. Jänner 2026");
  });
});

describe("createMailRenderer", () => {
  const files = {
    "en/a.txt": "Subject: Hello {{ name }}\n\nText {{ name }}",
    "en/a.html": "<p>{{ name }}</p>",
    "de/a.txt": "Subject: Hallo\n\n{{ missing }}{{ name }}",
    "nl/a.txt": "Subject: Hoi\n\n{% if %}",
  };

  it("escapes variables in HTML only", () => {
    const rendered = createMailRenderer(files).render("a", "en", { name: "<b>&" });
    expect(rendered).toEqual({ subject: "Hello <b>&", text: "Text <b>&", html: "<p>&lt;b&gt;&amp;</p>" });
  });

  it("finds the templates of a language for its regions, and English ones for other languages", () => {
    const { findLocale } = createMailRenderer(files);
    expect(["de", "de-CH", "fr-FR", "en-GB", ""].map((locale) => findLocale("a", locale))).toEqual([
      "de",
      "de",
      "en",
      "en",
      "en",
    ]);
  });

  it("throws for an unknown variable when strict, and leaves it empty otherwise", () => {
    const render = () => createMailRenderer(files, { isStrict: true }).render("a", "de", { name: "x" });
    expect(render).toThrow("undefined variable: missing");
    expect(createMailRenderer(files).render("a", "de", { name: "x" }).text).toBe("x");
  });

  it("renders the English template when that of the locale fails", () => {
    expect(createMailRenderer(files).render("a", "nl", { name: "x" }).subject).toBe("Hello x");
    expect(() => createMailRenderer(files, { isStrict: true }).render("a", "nl", { name: "x" })).toThrow();
  });

  it("keeps line breaks of a variable out of the subject", () => {
    const { subject } = createMailRenderer(files).render("a", "en", { name: "x\r\nBcc: y" });
    expect(subject).toBe("Hello x Bcc: y");
  });
});

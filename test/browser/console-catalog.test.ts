import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { newId } from "../../workers/kit/domain/ids.ts";
import {
  describeInBrowser,
  expectAccessible,
  takeScreenshot,
  useConsole,
  type VisitorOptions,
  watchProblems,
} from "../support/browser.ts";
import { importProducts, productLine } from "../support/harness.ts";

const lines = Array.from({ length: 1_000 }, (_, index) =>
  JSON.stringify({ ...productLine(`BULK-${index}`, 3), name: `Bulk lamp ${index}` }),
);
const broken = new Map([
  [9, "{"],
  [499, JSON.stringify({ ...productLine("BULK-499", 3), name: "" })],
  [999, lines[0] ?? ""],
]);
const file = (content: readonly string[]) => ({
  name: "products.ndjson",
  mimeType: "application/x-ndjson",
  buffer: Buffer.from(content.join("\n")),
});

describeInBrowser("the catalog in the console", () => {
  const site = useConsole();

  const signIn = async (options: VisitorOptions = {}) => {
    const page = await site.visit(options);
    await page.goto(site.url("/sign-in"));
    await page.getByRole("button", { name: /^Catalog manager: / }).click();
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    return page;
  };

  it("lists products with their prices and stock, by search and category", async () => {
    const page = await signIn();
    await page.getByRole("link", { name: "Products", exact: true }).click();
    await expectAccessible(page);
    const names = () => page.getByRole("rowheader").allTextContents();
    await page.getByRole("link", { name: "Next page" }).click();
    expect(await names()).toHaveLength(10);
    await page.getByLabel("Category", { exact: true }).selectOption("Home / Furniture / Chairs");
    await page.getByLabel("Order").selectOption("Lowest price first");
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await page.waitForURL(/category=/);
    expect((await names()).slice(0, 2)).toEqual(["Piccolo Children's Chair", "Harbour Folding Chair"]);
    await page.getByLabel("Search products").fill("rocking");
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await page.waitForURL(/q=rocking/);
    expect(await names()).toEqual(["Reef Rocking Chair"]);
    expect(await page.getByRole("row").last().textContent()).toContain("US$329.00");
  });

  it("moves a category by button, select and drag, and creates, renames and deletes one", async () => {
    const page = await signIn();
    const plain = await signIn({ javaScript: false });
    const problems = watchProblems(page);
    /** Returns the categories of the page in their order, each with its depth. */
    const tree = (shown = page) =>
      shown.locator(".tree li").evaluateAll((items) =>
        items.map((item) => {
          let depth = 0;
          for (let list = item.parentElement?.closest("li"); list; list = list.parentElement?.closest("li")) depth++;
          return `${"-".repeat(depth)}${item.querySelector("a")?.textContent}`;
        }),
      );
    await plain.goto(site.url("/categories"));
    const before = await tree(plain);
    expect(before).toEqual(expect.arrayContaining(["Home", "-Furniture", "--Chairs", "--Tables", "-Lighting"]));
    expect(before.indexOf("--Tables")).toBe(before.indexOf("--Chairs") + 1);
    await plain.getByRole("button", { name: "Move Tables up" }).click();
    await plain.getByText("Tables was moved.").waitFor();
    const swapped = await tree(plain);
    expect(swapped.indexOf("--Chairs")).toBe(swapped.indexOf("--Tables") + 1);
    expect(await plain.getByRole("button", { name: "Move Tables up" }).isDisabled()).toBe(true);

    await page.getByRole("link", { name: "Categories", exact: true }).click();
    await expectAccessible(page);
    await page.getByLabel("Category", { exact: true }).selectOption("Home / Lighting");
    await page.getByLabel("Into").selectOption("Kitchen");
    await page.getByRole("button", { name: "Move category" }).click();
    await page.getByText("Lighting was moved.").waitFor();
    expect((await tree()).join()).toMatch(/,Kitchen,(-[^-,]+,)*-Lighting/);
    const row = (name: string) => page.locator(".branch", { has: page.getByRole("link", { name, exact: true }) });
    await page.locator('.branch[draggable="true"]').first().waitFor();
    await row("Lighting").dragTo(row("Furniture"));
    await page.waitForURL(/#cat_/);
    await expect.poll(async () => (await tree()).join()).toContain("-Furniture,--Tables,--Chairs,--Lighting");
    await page.getByLabel("Category", { exact: true }).selectOption("Home");
    await page.getByLabel("Into").selectOption("Home / Furniture");
    await page.getByRole("button", { name: "Move category" }).click();
    await page.getByText("A category cannot be its own ancestor").waitFor();

    await page.getByLabel("Name").fill("Rugs");
    await page.getByLabel("Slug").fill("rugs");
    await page.getByLabel("In", { exact: true }).selectOption("Home");
    await page.getByRole("button", { name: "Create category" }).click();
    await page.getByText("The category Rugs exists.").waitFor();
    await page.getByRole("link", { name: "Rugs", exact: true }).click();
    await page.getByLabel("Name").fill("Carpets");
    await page.getByRole("button", { name: "Save category" }).click();
    await page.getByRole("heading", { name: "Carpets" }).waitFor();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Delete category" }).click();
    await page.getByText("The category was deleted.").waitFor();
    expect((await tree()).join()).not.toContain("Carpets");
    await page.getByRole("link", { name: "Home", exact: true }).click();
    await page.getByRole("heading", { name: "Home" }).waitFor();
    expect(await page.getByRole("button", { name: "Delete category" }).isDisabled()).toBe(true);
    expect(problems.filter((problem) => !problem.includes("status of 422"))).toEqual([]);
  });

  it("edits a product, and shows a conflict field by field until it is resolved", async () => {
    const page = await signIn();
    const plain = await signIn({ javaScript: false });
    const problems = watchProblems(page);
    const open = async (visitor: Page) => {
      await visitor.goto(site.url("/products?q=canvas+sneaker"));
      await visitor.getByRole("link", { name: "Canvas Sneaker" }).click();
      await visitor.getByRole("heading", { name: "Canvas Sneaker", level: 1 }).waitFor();
    };
    const save = (visitor: Page) => visitor.getByRole("button", { name: "Save product" }).first().click();
    await open(page);
    await open(plain);
    await expectAccessible(page);
    await takeScreenshot(page, "console-product");

    await plain.getByLabel("Name", { exact: true }).fill("Canvas Trainer");
    await plain.getByLabel("Price of SHO-02-1", { exact: true }).fill("61.00");
    await save(plain);
    await plain.getByText("The product was saved.").waitFor();
    await page.getByLabel("Description").fill("A shoe.\nOf canvas.");
    await page.getByLabel("Price of SHO-02-2", { exact: true }).fill("62.50");
    await save(page);
    await page.getByText("It was changed since you opened it.").waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, "console-conflict");
    const chosen = page.locator("tr", { has: page.locator("input:checked") });
    const choices = () =>
      chosen.evaluateAll((rows) =>
        rows.map((row) => [
          row.querySelector("th")?.textContent,
          row.querySelector<HTMLInputElement>("input:checked")?.value,
        ]),
      );
    expect(await choices()).toEqual([
      ["Name", "now"],
      ["Description", "mine"],
      ["Variant SHO-02-1", "now"],
      ["Variant SHO-02-2", "mine"],
    ]);
    expect(await page.getByRole("row", { name: "SHO-02-1" }).locator("strong").allTextContents()).toEqual([
      "Price: 59.00",
      "Price: 61.00",
    ]);
    await page.getByLabel("Keep your value of Name").check();
    await page.getByRole("button", { name: "Save these choices" }).click();
    await page.getByText("The product was saved.").waitFor();
    const values = (...labels: string[]) =>
      Promise.all(labels.map((label) => page.getByLabel(label, { exact: true }).inputValue()));
    expect(await values("Name", "Description", "Price of SHO-02-1", "Price of SHO-02-2")).toEqual([
      "Canvas Sneaker",
      "A shoe.\nOf canvas.",
      "61.00",
      "62.50",
    ]);
    expect(await values("Other prices of SHO-02-1", "size of SHO-02-4")).toEqual(["EUR 59.00", "44"]);
    const changes = page.getByRole("table", { name: "Changes" }).getByRole("row");
    expect(await changes.nth(1).textContent()).toMatch(/Description/);
    expect(await changes.nth(2).textContent()).toMatch(/Name.*Variants/);

    await open(plain);
    await plain.getByRole("button", { name: "Add variant" }).click();
    const fields = { SKU: "SHO-02-9", Name: "46", size: "46", Price: "sixty", "Initial stock": "4" };
    for (const [name, value] of Object.entries(fields)) {
      await plain.getByLabel(`${name} of variant 5`, { exact: true }).fill(value);
    }
    await plain.getByRole("button", { name: "Remove SHO-02-3" }).click();
    await save(plain);
    await plain.getByText("“sixty” is no amount in USD").waitFor();
    await plain.getByLabel("Price of SHO-02-9", { exact: true }).fill("60");
    const picture = await plain.getByLabel("Address of media 1", { exact: true }).inputValue();
    await plain.getByLabel("Pictures of SHO-02-9", { exact: true }).fill(picture);
    await save(plain);
    await plain.getByText("The product was saved.").waitFor();
    const media = '{ variant(sku: "SHO-02-9") { media { url alt width } product { media { url alt width } } } }';
    const { variant } = await fetchData<{ variant: { media: object; product: { media: object } } }>(site.shop, media);
    expect(variant.media).toEqual([{ url: picture, alt: "Canvas Sneaker", width: 400 }]);
    expect(variant.product.media).toEqual(variant.media);
    expect(await plain.getByLabel("SKU of SHO-02-3").count()).toBe(0);
    await plain.getByRole("link", { name: "Stock of SHO-02-9: 4" }).click();
    await plain.getByRole("link", { name: "Canvas Sneaker" }).click();

    await plain.getByRole("button", { name: "Delete product" }).click();
    await plain.getByText("The product was deleted.").waitFor();
    await plain.getByRole("button", { name: "Restore product" }).click();
    await plain.getByText("The product is on sale again.").waitFor();

    await page.goto(site.url("/products/new"));
    await page.getByLabel("Name", { exact: true }).fill("Test chair");
    await page.getByLabel("Slug").fill("Not a slug");
    for (const [name, value] of Object.entries({ SKU: "TEST-1", Name: "one", Price: "10" })) {
      await page.getByLabel(`${name} of variant 1`, { exact: true }).fill(value);
    }
    await save(page);
    await page.getByRole("alert").waitFor();
    await expectAccessible(page);
    await page.getByLabel("Slug").fill("test-chair");
    await page.getByLabel("Home / Furniture", { exact: true }).check();
    await save(page);
    await page.getByText("The product was created.").waitFor();
    expect(await page.getByLabel("Home / Furniture", { exact: true }).isChecked()).toBe(true);
    expect(problems.filter((problem) => !/status of (409|422)/.test(problem))).toEqual([]);
  });

  it("adjusts the stock of several SKUs, and sets the number at which one is low, without JavaScript", async () => {
    const page = await signIn({ javaScript: false });
    const available = async (sku: string) => {
      const query = "query ($sku: String!) { variant(sku: $sku) { stock { available } } }";
      type Data = { variant: { stock: { available: number } } };
      return (await fetchData<Data>({ url: site.shop.url }, query, { sku })).variant.stock.available;
    };
    const skus = ["LGT-01-1", "LGT-01-2"];
    const before = await Promise.all(skus.map(available));
    await page.goto(site.url("/stock?q=LGT-01&sort=SKU"));
    await page.getByLabel("Units to add").fill("3");
    await page.getByLabel("Reason").fill("delivery 7");
    await page.getByRole("button", { name: "Adjust selected" }).click();
    await page.getByText("Select at least one SKU").waitFor();
    for (const sku of skus) await page.getByLabel(`Select ${sku}`, { exact: true }).check();
    expect(await page.getByLabel("Reason").inputValue()).toBe("delivery 7");
    await page.getByRole("button", { name: "Adjust selected" }).click();
    await page.getByText("Adjusted: 2 of 2 SKUs.").waitFor();
    expect(page.url()).toBe(site.url("/stock?q=LGT-01&sort=SKU"));
    expect(await Promise.all(skus.map(available))).toEqual(before.map((units) => units + 3));

    // The first SKU has too few units, the second has enough of them after a delivery of its own.
    const [first = "", second = ""] = skus;
    await page.getByRole("link", { name: second, exact: true }).click();
    await page.getByRole("row", { name: /Adjust delivery 7 \+3/ }).waitFor();
    await page.getByLabel("Units to add").fill("1000");
    await page.getByLabel("Reason").fill("delivery 8");
    await page.getByRole("button", { name: "Adjust", exact: true }).click();
    await page.getByRole("row", { name: /Adjust delivery 8 \+1000/ }).waitFor();
    await page.goto(site.url("/stock?q=LGT-01&sort=SKU"));
    for (const sku of skus) await page.getByLabel(`Select ${sku}`, { exact: true }).check();
    await page.getByLabel("Units to add").fill("-1000");
    await page.getByLabel("Reason").fill("sent back");
    await page.getByRole("button", { name: "Adjust selected" }).click();
    const alert = page.getByRole("alert");
    await alert.getByText("Adjusted: 1 of 2 SKUs.").waitFor();
    await alert.getByText(`${first}: `).waitFor();
    expect(await Promise.all(skus.map(available))).toEqual(before.map((units) => units + 3));

    await page.goto(site.url(`/stock/${first}`));
    await page.getByLabel("Low at").fill("many");
    await page.getByRole("button", { name: "Save threshold" }).click();
    await alert.getByRole("link", { name: "The number of units must be a whole number" }).waitFor();
    await page.getByLabel("Low at").fill("-1");
    await page.getByRole("button", { name: "Save threshold" }).click();
    await alert.getByText(/The threshold must be 0 to/).waitFor();
    const enough = String((before[0] ?? 0) + 3);
    await page.getByLabel("Low at").fill(enough);
    await page.getByRole("button", { name: "Save threshold" }).click();
    await page.getByText(`The SKU counts as low at ${enough} units.`).waitFor();
    expect(await page.getByLabel("Low at").inputValue()).toBe(enough);
    const low = async () => {
      await page.goto(site.url("/stock?q=LGT-01-1&low=1"));
      return page.getByRole("rowheader").allTextContents();
    };
    expect(await low()).toEqual([first]);
    await page.goto(site.url(`/stock/${first}`));
    await page.getByLabel("Low at").fill("");
    await page.getByRole("button", { name: "Save threshold" }).click();
    await page.getByText("The threshold was removed.").waitFor();
    expect(await low()).toEqual([]);
  });

  it("changes the categories and the brand of several products, without JavaScript, and overwrites no later change", async () => {
    const page = await signIn({ javaScript: false });
    const manager = await site.shop.signUp("CATALOG_MANAGER");
    type Product = { id: string; etag: string; brand: string | null; categories: { name: string }[] };
    await importProducts(manager, [productLine("EDIT-1", 1), productLine("EDIT-2", 1), productLine("EDIT-3", 1)]);
    const query = "{ products(first: 3) { edges { node { id name } } } }";
    type Found = { products: { edges: { node: { id: string; name: string } }[] } };
    const found = (await fetchData<Found>(manager, query)).products.edges.map(({ node }) => node);
    const read = (id: string) =>
      fetchData<{ product: Product }>(
        manager,
        "query ($id: ID!) { product(id: $id) { id etag brand categories { name } } }",
        { id },
      ).then(({ product }) => product);
    const select = async (chosen: typeof found) => {
      await page.goto(site.url("/products?sort=NEWEST"));
      for (const { name } of chosen) await page.getByLabel(`Select ${name}`, { exact: true }).check();
    };
    const submit = () => page.getByRole("button", { name: "Change selected" }).click();
    const [first, second, third] = found;
    if (first === undefined || second === undefined || third === undefined) throw new Error("Too few products");
    const before = await read(third.id);
    const names = ({ categories }: Product) => categories.map(({ name }) => name).toSorted();

    await select([]);
    await submit();
    await page.getByRole("alert").getByText("Select at least one product").waitFor();
    await select([first, second]);
    await submit();
    await page.getByRole("alert").getByText("Choose a category or a brand").waitFor();
    await select([first, second]);
    await page.getByLabel("Add to category").selectOption("Outdoor");
    await page.getByLabel("New brand").fill("Bulk & Co");
    await submit();
    await page.getByText("Products changed: 2.").waitFor();
    expect(page.url()).toBe(site.url("/products?sort=NEWEST"));
    for (const { id } of [first, second]) {
      const product = await read(id);
      expect([product.brand, names(product)]).toEqual(["Bulk & Co", ["Outdoor", "Things"]]);
    }
    expect(await read(third.id)).toEqual(before);

    // Another manager changes the third product after the list was loaded, and deletes the second one.
    await select([first, second, third]);
    const update = `mutation ($input: UpdateProductInput!) { updateProduct(input: $input) { userErrors { code } } }`;
    await fetchData(manager, update, { input: { id: third.id, etag: before.etag, brand: "Later" } });
    await fetchData(manager, "mutation ($id: ID!) { deleteProduct(id: $id) { userErrors { code } } }", {
      id: second.id,
    });
    await page.getByLabel("Remove from category").selectOption("Outdoor");
    await submit();
    await page.getByRole("heading", { name: "Products changed: 1 of 3" }).waitFor();
    const row = ({ name }: { name: string }) => page.getByRole("row").filter({ hasText: name });
    expect(await row(first).textContent()).toContain("Changed");
    expect(await row(second).textContent()).toContain("NOT_FOUND");
    expect(await row(third).textContent()).toContain("CONFLICT");
    expect(names(await read(first.id))).toEqual(["Things"]);
    expect(await read(third.id)).toMatchObject({ brand: "Later", categories: before.categories });
    await row(third).getByRole("link", { name: third.name }).click();
    await page.getByRole("heading", { name: third.name, level: 1 }).waitFor();
  });

  /** Counts how often the page was loaded as a whole, and its streams. */
  const watchLoads = (page: Page) => {
    const loads = { pages: 0, streams: 0 };
    page.on("request", (request) => {
      if (request.isNavigationRequest()) loads.pages++;
      if (request.resourceType() === "eventsource") loads.streams++;
    });
    return loads;
  };

  /** Returns the page without JavaScript, which reloads itself, and the one with it, which follows a stream. */
  const openBoth = async (path: string) => {
    const [live, plain] = [await signIn(), await signIn({ javaScript: false })];
    const loads = watchLoads(live);
    await plain.goto(site.url(path));
    await live.goto(site.url(path));
    await expect.poll(() => loads).toEqual({ pages: 1, streams: 1 });
    const html = await (await live.request.get(site.url(path))).text();
    expect(html.match(/(<noscript>)?<meta http-equiv="refresh"/g)).toEqual(['<noscript><meta http-equiv="refresh"']);
    return { live, pages: [live, plain], loads };
  };

  it("shows the progress of an import live, with one stream, and without JavaScript", async () => {
    const manager = await site.shop.signUp("CATALOG_MANAGER");
    const query = "mutation ($input: CreateImportInput!) { createImport(input: $input) { importJob { id } } }";
    const input = { fileName: "live.ndjson", size: 1_000, idempotencyKey: "live" };
    type Data = { createImport: { importJob: { id: string } } };
    const { id } = (await fetchData<Data>(manager, query, { input })).createImport.importJob;
    const { live, pages, loads } = await openBoth(`/import/${id}`);
    const problems = watchProblems(live);
    const sql = site.shop.sql("catalog");
    await sql`insert into import_errors (job_id, line, code, message, field)
      values (${id}, 4, 'INVALID_JSON', 'No JSON', '{}')`;
    // The lease prevents that the job, which has no file, is continued.
    await sql`update import_jobs set status = 'RUNNING', line_count = 10, processed_count = 4, created_count = 3,
      failed_count = 1, leased_until = now() + interval '1 hour' where id = ${id}`;
    for (const page of pages) {
      await page.getByText("4 of 10 lines: 3 new, 0 updated, 1 failed").waitFor();
      expect(await page.getByRole("progressbar", { name: "Progress" }).getAttribute("value")).toBe("4");
      await page.getByRole("button", { name: "Cancel import" }).waitFor();
    }
    await expectAccessible(live);
    await sql`update import_jobs set status = 'COMPLETED', processed_count = 10, created_count = 9, completed_at = now()
      where id = ${id}`;
    for (const page of pages) {
      await page.getByText("10 of 10 lines: 9 new, 0 updated, 1 failed").waitFor();
      await page.getByRole("status").getByText("Completed", { exact: true }).waitFor();
      await page.getByRole("row", { name: /^4 INVALID_JSON/ }).waitFor();
      expect(await page.getByRole("button", { name: "Cancel import" }).count()).toBe(0);
    }
    expect(loads.pages).toBe(1);
    expect(problems).toEqual([]);
  });

  it("shows the progress of a rebuild of the search index live, with one stream, and without JavaScript", async () => {
    const sql = site.shop.sql("catalog");
    const id = newId("idx", Date.now());
    await sql`insert into index_rebuilds (id, status, product_count, leased_until)
      values (${id}, 'RUNNING', 50, now() + interval '1 hour')`;
    const { live, pages, loads } = await openBoth("/search");
    const problems = watchProblems(live);
    await sql`update index_rebuilds set processed_count = 20 where id = ${id}`;
    for (const page of pages) {
      await page.getByText("Running: 20 of 50 products").waitFor();
      expect(await page.getByRole("progressbar", { name: "Rebuild" }).getAttribute("value")).toBe("20");
      expect(await page.getByRole("button", { name: "Rebuild index" }).isDisabled()).toBe(true);
    }
    await sql`update index_rebuilds set processed_count = 50, status = 'COMPLETED', completed_at = now() where id = ${id}`;
    for (const page of pages) {
      await page.getByText("Completed: 50 of 50 products").waitFor();
      expect(await page.getByRole("button", { name: "Rebuild index" }).isDisabled()).toBe(false);
    }
    expect(loads.pages).toBe(1);
    expect(problems).toEqual([]);
  });

  it("lets a catalog manager import 1,000 products, correct 3 lines, adjust stock and find by a synonym", async () => {
    const page = await site.visit();
    const problems = watchProblems(page);
    await page.goto(site.url("/sign-in"));
    await page.getByRole("button", { name: /^Catalog manager: / }).click();
    await page.getByRole("link", { name: "Import", exact: true }).click();
    await expectAccessible(page);

    const send = async (content: readonly string[], button: "Check" | "Import") => {
      await page.goto(site.url("/import"));
      await page.getByLabel("Products file").setInputFiles(file(content));
      await page.getByRole("button", { name: button, exact: true }).click();
      await page.getByText("Completed", { exact: true }).waitFor({ timeout: 60_000 });
    };
    const withErrors = lines.map((line, index) => broken.get(index) ?? line);
    await send(withErrors, "Check");
    await page.getByText("1000 of 1000 lines: 997 would be new, 0 would be updated, 3 failed").waitFor();
    await send(withErrors, "Import");
    await page.getByText("1000 of 1000 lines: 997 new, 0 updated, 3 failed").waitFor();
    await page.getByRole("progressbar", { name: "Progress" }).waitFor();
    expect(await page.getByRole("row").allTextContents()).toEqual([
      expect.stringContaining("Line"),
      expect.stringMatching(/^10INVALID_JSON/),
      expect.stringMatching(/^500bulk-499INVALID_NAME/),
      expect.stringMatching(/^1000bulk-0DUPLICATE/),
    ]);
    await expectAccessible(page);
    await takeScreenshot(page, "console-import");
    const link = page.getByRole("link", { name: "Download the failed lines" });
    const failed = await page.request.get(site.url((await link.getAttribute("href")) ?? ""));
    expect((await failed.text()).trimEnd().split("\n")).toEqual([...broken.values()]);
    await send(
      [9, 499, 999].map((index) => lines[index] ?? ""),
      "Import",
    );
    await page.getByText("3 of 3 lines: 3 new, 0 updated, 0 failed").waitFor();

    await page.getByRole("link", { name: "Stock", exact: true }).click();
    await page.getByLabel("Search stock").fill("BULK-499");
    await page.getByRole("button", { name: "Search" }).click();
    await expectAccessible(page);
    await page.getByRole("link", { name: "BULK-499" }).click();
    await page.getByLabel("Units to add").fill("-5");
    await page.getByLabel("Reason").fill("counted");
    await page.getByRole("button", { name: "Adjust" }).click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel("Units to add").fill("-2");
    await page.getByRole("button", { name: "Adjust" }).click();
    await page.getByText("The stock is 1 now.").waitFor();
    await page.getByRole("cell", { name: "counted" }).waitFor();
    await expectAccessible(page);

    await page.getByRole("link", { name: "Search", exact: true }).click();
    await expectAccessible(page);
    await page.getByLabel("New synonyms").fill("luminaire, lamp");
    await page.getByRole("button", { name: "Add synonyms" }).click();
    await page.getByText('"lamp" is in another group').waitFor();
    await page.getByLabel("Synonyms of lamp").fill("lamp, light, luminaire");
    await page.getByRole("button", { name: "Save lamp, light" }).click();
    await page.getByText("The synonyms were saved.").waitFor();
    const search = '{ search(query: "bulk luminaire 499") { edges { node { slug } } } }';
    type Data = { search: { edges: { node: { slug: string } }[] } };
    const find = async () => (await fetchData<Data>({ url: site.shop.url }, search)).search.edges[0]?.node.slug;
    await expect.poll(find, { timeout: 60_000 }).toBe("bulk-499");
    // The two forms with an error.
    expect(problems.filter((problem) => !problem.includes("status of 422"))).toEqual([]);
  });
});

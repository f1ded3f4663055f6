import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect } from "vitest";
import { root } from "../../dev/build/root.ts";
import { toDemoSignIns } from "../../dev/cli/demo/accounts.ts";
import { seedWhenEmpty } from "../../dev/cli/demo/seed.ts";
import type { Shop, ShopOptions } from "./harness.ts";
import { useShop } from "./use-shop.ts";

/** Debian's package `chromium`. CHROMIUM names another program. */
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const hasBrowser = existsSync(executablePath);

/** Debian's Chromium runs as root in containers only without its sandbox. The other flags avoid requests to its vendor. */
const browserFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Runs in each page before its own scripts. */
const reportViolations = {
  content: `addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
    console.error("securitypolicyviolation: " + effectiveDirective + " blocks " + blockedURI));`,
};

/** Pictures of pages, which are artifacts of a test run. Git ignores the folder. */
const screenshotDir = join(root, "dist", "screenshots");

/** `describe` for tests in a browser. Without Chromium, the tests are skipped. */
export const describeInBrowser: (name: string, run: () => void) => void = hasBrowser ? describe : describe.skip;

if (!hasBrowser) {
  console.error(`${executablePath} does not exist: the tests in a browser are skipped. Install the package chromium.`);
}

export interface VisitorOptions {
  /** By default true. */
  readonly javaScript?: boolean;
  /** By default en-US. */
  readonly locale?: string;
  /** By default 1280. */
  readonly width?: number;
  readonly colorScheme?: "light" | "dark";
}

export interface Pages {
  readonly shop: Shop;
  /** Opens a browser without cookies, with one empty page. It is closed after the tests. */
  visit(options?: VisitorOptions): Promise<Page>;
  /** Returns the address of a page by its path. */
  url(path: string): string;
  /** Returns the violations of content security policies by all opened pages since the last call. A test that leaves one fails. */
  takeViolations(): readonly string[];
}

/**
 * Starts a shop with the demo products and prices before the tests of the enclosing file or `describe`, for tests of the
 * storefront. Read the returned object in hooks and tests only.
 */
export function useStorefront(): Pages {
  return usePages(useShop(), (shop) => shop.stack.storefrontUrl);
}

/** Starts a shop as `useStorefront`, for tests of the console. `vars` override variables of the Workers. */
export function useConsole({ vars = {}, ...options }: Pick<ShopOptions, "vars" | "elasticsearchUrl"> = {}): Pages {
  return usePages(
    useShop({ ...options, hasFaultLab: true, vars: { ...toDemoSignIns(), ...vars } }),
    (shop) => shop.stack.consoleUrl,
  );
}

function usePages(shop: Shop, getOrigin: (shop: Shop) => string): Pages {
  const contexts: { readonly context: BrowserContext; readonly folder: string; readonly violations: string[] }[] = [];
  const takeViolations = () => contexts.flatMap(({ violations }) => violations.splice(0));
  beforeAll(async () => {
    await seedWhenEmpty(shop.url, shop.stack.services);
  });
  afterEach(() => {
    expect(takeViolations(), "violations of the content security policy").toEqual([]);
  });
  afterAll(async () => {
    for (const { context, folder } of contexts) {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
  return {
    shop,
    url: (path) => `${getOrigin(shop)}${path}`,
    takeViolations,
    visit: async (options = {}) => {
      const visit = await openBrowser(options);
      contexts.push(visit);
      return visit.page;
    },
  };
}

/**
 * Opens a browser without cookies, with one empty page. The caller closes the context and removes the folder. `violations` gets each
 * violation of a content security policy by any page.
 */
export async function openBrowser({
  javaScript = true,
  locale = "en-US",
  width = 1_280,
  colorScheme = "light",
}: VisitorOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), "stoa-chromium-"));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath,
    headless: true,
    args: browserFlags,
    javaScriptEnabled: javaScript,
    locale,
    colorScheme,
    viewport: { width, height: 900 },
  });
  const violations: string[] = [];
  context.on("console", (message) => {
    // The browser reports a violation itself, also in a page without scripts.
    if (/content security policy|securitypolicyviolation/i.test(message.text())) violations.push(message.text());
  });
  await context.addInitScript(reportViolations);
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(30_000);
  return { context, folder, page, violations };
}

/** Collects what a page does wrong: errors in the console, failed requests, and requests to other hosts. */
export function watchProblems(page: Page): readonly string[] {
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol !== "data:" && hostname !== "localhost" && hostname !== "127.0.0.1")
      problems.push(`request to ${hostname}`);
  });
  return problems;
}

/** Fails for each violation of WCAG 2.2 AA or of axe's best practices on the page. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  expect(found).toEqual([]);
}

/** Stores a picture of the page as an artifact of the test run. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshotDir, { recursive: true });
  await page.screenshot({ path: join(screenshotDir, `${name}.png`), fullPage: true });
}

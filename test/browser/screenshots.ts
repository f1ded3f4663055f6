import { rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../dev/build/root.ts";
import { toDemoSignIns } from "../../dev/cli/demo/accounts.ts";
import { seedWhenEmpty } from "../../dev/cli/demo/seed.ts";
import { openBrowser } from "../support/browser.ts";
import { openShop, placeOrder } from "../support/harness.ts";

// `npm run screenshots`: writes the pictures of the README and of docs/console.md, from a new demo shop in Chromium.
const pictures = [
  { name: "storefront-home", path: "/", colorScheme: "light" },
  { name: "storefront-search", path: "/search?q=lamp&a.finish=brass", colorScheme: "dark" },
  { name: "storefront-product", path: "/products/bergen-dining-chair", colorScheme: "light" },
] as const;

/** Writes the picture of an order whose payment waits for a provider that is down. */
async function takeOrderPicture(): Promise<void> {
  const buyer = await shop.signUp();
  await shop.injectFault("down", "capture", 1_000);
  const input = { idempotencyKey: "picture", lines: [{ sku: "LGT-02-1", quantity: 3 }] };
  const { order } = await placeOrder(buyer, input);
  const { page, context, folder } = await openBrowser({ width: 1_100 });
  await page.goto(`${shop.stack.consoleUrl}/sign-in`);
  await page.getByRole("button", { name: /^Support: / }).click();
  await page.getByRole("button", { name: "Sign out" }).waitFor();
  await page.goto(`${shop.stack.consoleUrl}/orders/${order?.id}?zoom=waterfall`);
  await page.getByText("The replay agrees").waitFor();
  const clip = { x: 0, y: 0, width: 1_100, height: 760 };
  await page.screenshot({ path: join(root, "docs", "images", "console-order.png"), clip });
  await context.close();
  rmSync(folder, { recursive: true, force: true });
}

const shop = await openShop({ vars: toDemoSignIns() });
try {
  await seedWhenEmpty(shop.url, shop.stack.services);
  for (const { name, path, colorScheme } of pictures) {
    const { page, context, folder } = await openBrowser({ colorScheme });
    // The second visit has the font in the browser's cache, and no waiting for a cold start in its footer.
    for (let visit = 0; visit < 2; visit++) await page.goto(`${shop.stack.storefrontUrl}${path}`);
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(1_000);
    await page.screenshot({ path: join(root, "docs", "images", `${name}.png`) });
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  }
  await takeOrderPicture();
} finally {
  await shop.stop();
}
process.exit();

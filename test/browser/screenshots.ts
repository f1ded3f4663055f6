import { rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../dev/build/root.ts";
import { seedWhenEmpty } from "../../dev/cli/demo/seed.ts";
import { openBrowser } from "../support/browser.ts";
import { openShop } from "../support/harness.ts";

// `npm run screenshots`: writes the pictures of the storefront in the README, from a new demo shop in Chromium.
const pictures = [
  { name: "storefront-home", path: "/", colorScheme: "light" },
  { name: "storefront-search", path: "/search?q=lamp&a.finish=brass", colorScheme: "dark" },
  { name: "storefront-product", path: "/products/bergen-dining-chair", colorScheme: "light" },
] as const;

const shop = await openShop();
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
} finally {
  await shop.stop();
}
process.exit();

import { expect, it } from "vitest";
import { person, tokenFromMail } from "../support/accounts.ts";
import {
  describeInBrowser,
  expectAccessible,
  takeScreenshot,
  useStorefront,
  watchProblems,
} from "../support/browser.ts";
import { addToCart, fillInAddress, fillInCheckout } from "../support/storefront-checkout.ts";

describeInBrowser("the account pages of the storefront", () => {
  const storefront = useStorefront();

  it("create an account with the guest's cart, confirm its email, keep an address for the checkout, and sign out and in", async () => {
    const page = await storefront.visit();
    const problems = watchProblems(page);
    await addToCart(storefront, page, "LGT-01-1");
    await page.goto(storefront.url("/login?next=/cart"));
    await expectAccessible(page);
    await page.getByRole("link", { name: "Create account", exact: true }).click();
    await expectAccessible(page);
    const email = "ada@example.com";
    await page.getByLabel("First name", { exact: true }).fill("Ada");
    await page.getByLabel("Last name", { exact: true }).fill("Account");
    await page.getByLabel("Email", { exact: true }).fill(email);
    await page.getByLabel("Password", { exact: true }).fill(person.password);
    await page.getByRole("button", { name: "Create account", exact: true }).click();
    await page.waitForURL(storefront.url("/cart"));
    await page.getByRole("spinbutton", { name: "Quantity" }).waitFor();
    await page.getByRole("link", { name: "Account", exact: true }).waitFor();

    const token = await tokenFromMail(storefront.shop, email, /verify|confirm/i);
    await page.goto(storefront.url(`/verify-email#token=${token}`));
    await page.getByRole("heading", { name: "Email address confirmed" }).waitFor();

    await page.goto(storefront.url("/account/addresses"));
    await fillInAddress(page);
    await page.getByRole("button", { name: "Save address", exact: true }).click();
    await page.getByText("3511 AB Utrecht").waitFor();
    await expectAccessible(page);
    await page.goto(storefront.url("/checkout"));
    expect(await page.getByLabel("City", { exact: true }).inputValue()).toBe("Utrecht");
    expect(await page.getByLabel("Email", { exact: true }).inputValue()).toBe(email);
    await page.getByRole("button", { name: "Place order", exact: true }).click();
    await page.getByRole("status", { name: "Status" }).getByText("Confirmed", { exact: true }).waitFor();
    await page.goto(storefront.url("/account/orders"));
    await page.getByRole("link", { name: /^Order / }).waitFor();
    await expectAccessible(page);

    await page.goto(storefront.url("/account"));
    await expectAccessible(page);
    await takeScreenshot(page, "account");
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.waitForURL(storefront.url("/"));
    await page.goto(storefront.url("/account/orders"));
    await page.waitForURL(/\/login\?next=/);
    expect(problems).toEqual([]);
    await page.getByLabel("Email", { exact: true }).fill(email);
    await page.getByLabel("Password", { exact: true }).fill("wrong password");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("alert").getByText("The email address or the password is wrong.").waitFor();
    await page.getByLabel("Password", { exact: true }).fill(person.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForURL(storefront.url("/account/orders"));
  }, 150_000);

  it("set a new password without JavaScript, with the code of the email", async () => {
    const { email } = await storefront.shop.signUp();
    const page = await storefront.visit({ javaScript: false });
    await page.goto(storefront.url("/login"));
    await page.getByRole("link", { name: "Forgot your password?" }).click();
    await page.getByLabel("Email", { exact: true }).fill(email);
    await page.getByRole("button", { name: "Send link", exact: true }).click();
    await page.getByRole("heading", { name: "Check your email" }).waitFor();
    const token = await tokenFromMail(storefront.shop, email, /password/i);
    await page.goto(storefront.url("/reset-password"));
    await page.getByLabel("Code", { exact: true }).fill(token);
    await page.getByLabel("New password", { exact: true }).fill("a new and long password");
    await page.getByRole("button", { name: "Save password", exact: true }).click();
    await page.getByRole("heading", { name: "Account", exact: true }).waitFor();
  });

  it.each([true, false])(
    "save a version of a product after the sign-in, add it to the cart and remove it, with JavaScript: %s",
    async (javaScript) => {
      const { email } = await storefront.shop.signUp();
      const page = await storefront.visit({ javaScript });
      const problems = watchProblems(page);
      // The stock shows that the island of the product is active.
      const waitForProduct = () => page.getByText(/^\d+ (available|left)$/).waitFor();
      const save = page.getByRole("button", { name: "Save", exact: true });
      await page.goto(storefront.url("/products/forge-cast-iron-pan"));
      await waitForProduct();
      await page.getByRole("group", { name: "size" }).getByText("28 cm", { exact: true }).click();
      await save.click();
      await page.getByLabel("Email", { exact: true }).fill(email);
      await page.getByLabel("Password", { exact: true }).fill(person.password);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.waitForURL(/forge-cast-iron-pan\?.*sku=CKW-01-3/);
      await waitForProduct();
      await save.click();
      if (javaScript) {
        const saved = page.getByRole("button", { name: "Saved", exact: true });
        await saved.waitFor();
        await page.reload();
        await saved.waitFor();
        await page.getByRole("group", { name: "size" }).getByText("24 cm", { exact: true }).click();
        await save.waitFor();
        await page.goto(storefront.url("/account"));
        await page.getByRole("link", { name: "Wish list", exact: true }).click();
      }
      await page.waitForURL(storefront.url("/account/wishlist"));
      await page.getByRole("link", { name: "Forge Cast Iron Pan", exact: true }).waitFor();
      await page.getByText("28 cm", { exact: true }).waitFor();
      if (javaScript) await expectAccessible(page);
      await page.getByRole("button", { name: "Add to cart", exact: true }).click();
      await page.waitForURL(storefront.url("/cart"));
      await page.getByRole("spinbutton", { name: "Quantity" }).waitFor();
      await page.goto(storefront.url("/account/wishlist"));
      await page.getByRole("button", { name: "Remove", exact: true }).click();
      await page.getByText("Your wish list is empty.").waitFor();
      expect(problems).toEqual([]);
    },
    150_000,
  );

  it("lead to no other site after the sign-in", async () => {
    const { email } = await storefront.shop.signUp();
    const page = await storefront.visit();
    await page.goto(storefront.url("/login?next=//evil.example/"));
    await page.getByLabel("Email", { exact: true }).fill(email);
    await page.getByLabel("Password", { exact: true }).fill(person.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForURL(storefront.url("/account"));
  });

  it("find an order of a guest by its number and email, and no other one", async () => {
    const page = await storefront.visit();
    await addToCart(storefront, page, "LGT-01-1");
    await fillInCheckout(storefront, page, "guest@example.com");
    await page.getByRole("button", { name: "Place order", exact: true }).click();
    const heading = await page.getByRole("heading", { name: /^Order / }).textContent();
    const number = heading?.replace("Order ", "") ?? "";
    const other = await storefront.visit();
    const find = async (email: string) => {
      await other.goto(storefront.url("/orders/track"));
      await other.getByLabel("Order number", { exact: true }).fill(number);
      await other.getByLabel("Email", { exact: true }).fill(email);
      await other.getByRole("button", { name: "Find order", exact: true }).click();
    };
    await find("other@example.com");
    await other.getByRole("alert").getByText("Order not found").waitFor();
    await expectAccessible(other);
    const found = other.getByRole("heading", { name: `Order ${number}` });
    const read = async () => {
      await find("guest@example.com");
      // Either the order or the form with an error.
      await found.or(other.getByRole("alert")).waitFor();
      return found.count();
    };
    await expect.poll(read, { timeout: 30_000 }).toBe(1);
    expect(await other.getByRole("button", { name: "Cancel order" }).count()).toBe(0);
  });
});

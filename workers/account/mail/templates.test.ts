import { join } from "node:path";
import { expect, it } from "vitest";
import { createMailRenderer } from "./render.ts";
import { templateFiles } from "./template-files.ts";
import { renderMail } from "./templates.ts";

const shop = { name: "Stoa", url: "https://shop.example" };
const strict = createMailRenderer(templateFiles, { isStrict: true });

const previewOf = (about: string) =>
  join("previews", "en", `${about.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}.txt`);

it.each([
  ["resetPassword", "reset-password"],
  ["verifyEmail", "verify-email"],
  ["confirmSignIn", "sign-in"],
  ["undoEmailChange", "undo-email-change"],
] as const)("the link in the mail %s has its token in the fragment", async (about, path) => {
  const { subject, text } = renderMail({ about, to: "a@b.example", nonce: "n" }, shop, "abc123", strict);
  const links = text.match(/https:\S+/g) ?? [];
  expect(links).toEqual([`${shop.url}/${path}#token=abc123`]);
  const { pathname, search } = new URL(links[0] ?? "");
  expect(pathname + search).not.toContain("abc123");
  await expect(`Subject: ${subject}\n\n${text}`).toMatchFileSnapshot(previewOf(about));
});

it.each([
  ["passwordChanged", "forgot-password"],
  ["emailTaken", "forgot-password"],
  ["emailChanged", "contact"],
] as const)("the link in the mail %s has no token", async (about, path) => {
  const { subject, text } = renderMail({ about, to: "a@b.example" }, shop, "abc123", strict);
  expect(text.match(/https:\S+/g)).toEqual([`${shop.url}/${path}`]);
  await expect(`Subject: ${subject}\n\n${text}`).toMatchFileSnapshot(previewOf(about));
});

it.each([
  ["en-GB", "en"],
  ["de-AT", "de"],
  ["nl", "nl"],
  ["fr", "en"],
])("the email about a SKU is in the language of %s, with a link to the version", async (locale, language) => {
  const product = { sku: "LMP/1 a", productName: "Lamp <Mia>", productSlug: "lamp-mia" };
  const mail = { about: "backInStock", to: "a@b.example", locale, ...product } as const;
  const { subject, text, html = "" } = renderMail(mail, shop, "", strict);
  expect(text.match(/https:\S+/g)).toEqual([`${shop.url}/products/lamp-mia?sku=LMP%2F1%20a`, shop.url]);
  expect(html).not.toContain("<Mia>");
  const preview = join("previews", language, "back-in-stock");
  await expect(`Subject: ${subject}\n\n${text}`).toMatchFileSnapshot(`${preview}.txt`);
  await expect(html).toMatchFileSnapshot(`${preview}.html`);
});

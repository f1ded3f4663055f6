import { join } from "node:path";
import { expect, it } from "vitest";
import { createMailRenderer } from "./render.ts";
import { templateFiles } from "./template-files.ts";
import { renderMail } from "./templates.ts";

const shop = "https://shop.example";
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
  expect(links).toEqual([`${shop}/${path}#token=abc123`]);
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
  expect(text.match(/https:\S+/g)).toEqual([`${shop}/${path}`]);
  await expect(`Subject: ${subject}\n\n${text}`).toMatchFileSnapshot(previewOf(about));
});

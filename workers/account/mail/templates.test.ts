import { expect, it } from "vitest";
import { renderMail } from "./templates.ts";

it.each([
  ["resetPassword", "reset-password"],
  ["verifyEmail", "verify-email"],
  ["confirmSignIn", "sign-in"],
  ["undoEmailChange", "undo-email-change"],
] as const)("the link in the mail %s has its token in the fragment", (about, path) => {
  const { text } = renderMail({ about, to: "a@b.example", nonce: "n" }, "https://shop.example", "abc123");
  const links = text.match(/https:\S+/g) ?? [];
  expect(links).toEqual([`https://shop.example/${path}#token=abc123`]);
  const { pathname, search } = new URL(links[0] ?? "");
  expect(pathname + search).not.toContain("abc123");
});

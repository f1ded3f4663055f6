import { createMailRenderer, type MailRenderer, type RenderedMail } from "./render.ts";
import { templateFiles } from "./template-files.ts";

/** A mail before it is rendered. The outbox stores it as JSON, without the token, which is derived when it is sent. */
export type MailTemplate =
  | {
      readonly about: "resetPassword" | "inviteStaff" | "verifyEmail" | "undoEmailChange" | "confirmSignIn";
      readonly to: string;
      readonly nonce: string;
    }
  /** Earlier releases stored `emailChanged`. */
  | { readonly about: "passwordChanged" | "emailTaken" | "emailChanged"; readonly to: string }
  | BackInStockMail;

/** The email about a SKU that can be bought again. */
export interface BackInStockMail {
  readonly about: "backInStock";
  readonly to: string;
  readonly locale: string;
  readonly sku: string;
  readonly productName: string;
  readonly productSlug: string;
}

/** The file of each mail, and the path of its link in the storefront. */
const templates: Readonly<
  Record<Exclude<MailTemplate["about"], "backInStock">, { readonly name: string; readonly path: string }>
> = {
  resetPassword: { name: "reset-password", path: "reset-password" },
  inviteStaff: { name: "invite-staff", path: "reset-password" },
  verifyEmail: { name: "verify-email", path: "verify-email" },
  confirmSignIn: { name: "confirm-sign-in", path: "sign-in" },
  passwordChanged: { name: "password-changed", path: "forgot-password" },
  undoEmailChange: { name: "undo-email-change", path: "undo-email-change" },
  emailTaken: { name: "email-taken", path: "forgot-password" },
  emailChanged: { name: "email-changed", path: "contact" },
};

/** The renderer of all templates. */
export const mailRenderer = createMailRenderer(templateFiles);

/**
 * Renders a mail of an account in English, or the email about a SKU in the receiver's language. Only the links of mails with a nonce have `token`. It is in the fragment, which
 * browsers send to no server, so that it is in no log and no `Referer` header.
 */
export function renderMail(
  mail: MailTemplate,
  shop: { readonly name: string; readonly url: string },
  token: string,
  renderer: MailRenderer = mailRenderer,
): RenderedMail {
  if (mail.about === "backInStock") return renderBackInStock(mail, shop, renderer);
  const { name, path } = templates[mail.about];
  const link = `${shop.url}/${path}${"nonce" in mail ? `#token=${token}` : ""}`;
  return renderer.render(name, "en", { link });
}

function renderBackInStock(
  { locale, sku, productName, productSlug }: BackInStockMail,
  shop: { readonly name: string; readonly url: string },
  renderer: MailRenderer,
): RenderedMail {
  const url = `${shop.url}/products/${encodeURIComponent(productSlug)}?sku=${encodeURIComponent(sku)}`;
  const name = "back-in-stock";
  return renderer.render(name, renderer.findLocale(name, locale), { shop, product: { name: productName, url } });
}

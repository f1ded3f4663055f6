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
  | { readonly about: "passwordChanged" | "emailTaken" | "emailChanged"; readonly to: string };

/** The file of each mail, and the path of its link in the storefront. */
const templates: Readonly<Record<MailTemplate["about"], { readonly name: string; readonly path: string }>> = {
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
 * Renders the mail of an account in English. Only the links of mails with a nonce have `token`. It is in the fragment, which
 * browsers send to no server, so that it is in no log and no `Referer` header.
 */
export function renderMail(
  mail: MailTemplate,
  storefront: string,
  token: string,
  renderer: MailRenderer = mailRenderer,
): RenderedMail {
  const { name, path } = templates[mail.about];
  const link = `${storefront}/${path}${"nonce" in mail ? `#token=${token}` : ""}`;
  return renderer.render(name, "en", { link });
}

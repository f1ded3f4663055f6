/** A mail before it is rendered. The outbox stores it as JSON, without the token, which is derived when it is sent. */
export type MailTemplate =
  | {
      readonly about: "resetPassword" | "verifyEmail" | "undoEmailChange" | "confirmSignIn";
      readonly to: string;
      readonly nonce: string;
    }
  /** Earlier releases stored `emailChanged`. */
  | { readonly about: "passwordChanged" | "emailTaken" | "emailChanged"; readonly to: string };

/**
 * Renders the subject and the plain-text body of a mail. Only templates with a nonce use `token`. Links have it in the
 * fragment, which browsers send to no server, so that it is in no log and no `Referer` header.
 */
export function renderMail(mail: MailTemplate, storefront: string, token: string): { subject: string; text: string } {
  switch (mail.about) {
    case "resetPassword":
      return {
        subject: "Reset your password",
        text: joinParagraphs(
          "We received a request to reset your password. Use this link to choose a new one. It expires in one hour.",
          `${storefront}/reset-password#token=${token}`,
          "If you did not request this, ignore this email. Your password has not changed.",
        ),
      };
    case "verifyEmail":
      return {
        subject: "Confirm your email address",
        text: joinParagraphs(
          "Use this link to confirm your email address. It expires in 24 hours.",
          `${storefront}/verify-email#token=${token}`,
          "If you do not have an account with us, ignore this email.",
        ),
      };
    case "confirmSignIn":
      return {
        subject: "Confirm your sign-in",
        text: joinParagraphs(
          "There were many failed attempts to sign in to your account. To sign in from a new network, use this link. It expires in ten minutes.",
          `${storefront}/sign-in#token=${token}`,
          "If you did not try to sign in, ignore this email. Your account is protected.",
        ),
      };
    case "passwordChanged":
      return {
        subject: "Your password was changed",
        text: joinParagraphs(
          "The password of your account was changed. All other devices were signed out.",
          `If you did not change it, reset your password now: ${storefront}/forgot-password`,
        ),
      };
    case "undoEmailChange":
      return {
        subject: "A new email address for your account",
        text: joinParagraphs(
          "We received a request to change the email address of your account. Once the new address is confirmed, this address is no longer used for your account.",
          "If you did not request this, use this link within seven days. Your account keeps this address, or gets it back, all devices are signed out, and you set a new password.",
          `${storefront}/undo-email-change#token=${token}`,
        ),
      };
    case "emailTaken":
      return {
        subject: "You already have an account",
        text: joinParagraphs(
          "Someone entered this email address as the new address of another account. You already have an account with it, so nothing was changed.",
          `If it was you and you forgot your password, set a new one: ${storefront}/forgot-password`,
          "If it was not you, ignore this email.",
        ),
      };
    case "emailChanged":
      return {
        subject: "Your email address was changed",
        text: joinParagraphs(
          "The email address of your account was changed. This address is no longer used for your account.",
          `If you did not change it, contact us: ${storefront}/contact`,
        ),
      };
  }
}

function joinParagraphs(...paragraphs: string[]): string {
  return `${paragraphs.join("\n\n")}\n`;
}

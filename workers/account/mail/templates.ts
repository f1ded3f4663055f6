/** What a mail is about. It waits in the outbox in this form; the token is made when it is sent. */
export type MailTemplate =
  | { readonly about: "resetPassword" | "verifyEmail"; readonly to: string; readonly nonce: string }
  | { readonly about: "passwordChanged" | "emailChanged"; readonly to: string };

/** A letter in words. `token` is for those that carry one. */
export function renderMail(letter: MailTemplate, storefront: string, token: string): { subject: string; text: string } {
  switch (letter.about) {
    case "resetPassword":
      return {
        subject: "Set a new password",
        text: lines(
          "Somebody, probably you, asked for a new password. Within the next hour you can set one here:",
          `${storefront}/reset-password?token=${token}`,
          "If it was not you, there is nothing to do: your password stays as it is.",
        ),
      };
    case "verifyEmail":
      return {
        subject: "Is this your address?",
        text: lines(
          "Please confirm within the next day that this address is yours:",
          `${storefront}/verify-email?token=${token}`,
          "If you have no account with us, there is nothing to do.",
        ),
      };
    case "passwordChanged":
      return {
        subject: "Your password was changed",
        text: lines(
          "The password of your account was just changed, and everybody else was signed out.",
          `If it was not you, set a new one now: ${storefront}/forgot-password`,
        ),
      };
    case "emailChanged":
      return {
        subject: "Your address was changed",
        text: lines(
          "Your account has another email address now; this one does not belong to it any more.",
          `If it was not you, write to us: ${storefront}/contact`,
        ),
      };
  }
}

function lines(...paragraphs: string[]): string {
  return `${paragraphs.join("\n\n")}\n`;
}

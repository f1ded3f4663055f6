import type { Mutant } from "../mutant.ts";

export const accountsMutants: readonly Mutant[] = [
  {
    name: "access tokens: the time of the sign-in is the time of the refresh",
    file: "workers/account/auth/tokens.ts",
    find: "auth_time: Math.floor(authenticatedAt / 1000)",
    replace: "auth_time: Math.floor(now / 1000)",
    killedBy: ["workers/account/auth/tokens.test.ts", "the epoch and the time of the sign-in"],
  },
  {
    name: "sessions: those of staff last as long as those of customers",
    file: "workers/account/auth/session-lifetime.ts",
    find: "? maxStaffSessionAgeMs : maxSessionAgeMs",
    replace: "? maxSessionAgeMs : maxSessionAgeMs",
    killedBy: ["workers/account/auth/session-lifetime.test.ts", "of a user with the roles"],
  },
  {
    name: "passwords: the end of a password in another script is not hashed",
    file: "workers/account/auth/passwords.ts",
    find: 'return text + "\\0".repeat(new TextEncoder().encode(text).length - text.length);',
    replace: "return text;",
    killedBy: ["workers/account/auth/passwords.test.ts", "of 128 characters 語 is hashed completely"],
  },
  {
    name: "passwords: a password of any length is hashed",
    file: "workers/account/auth/passwords.ts",
    find: "if (isPasswordTooLong(password)) return { isCorrect: false, needsRehash: false };",
    replace: "",
    killedBy: [
      "workers/account/auth/passwords.test.ts",
      "is rejected before it is hashed, with and without an account",
    ],
  },
  {
    name: "mails: a token is in the query string of its link",
    file: "workers/account/mail/templates.ts",
    find: "#token=",
    replace: "?token=",
    killedBy: ["workers/account/mail/templates.test.ts", "has its token in the fragment"],
  },
];

import { action, page, type Route } from "../server/route.ts";
import { account } from "./account.tsx";
import { goTo } from "./go.tsx";
import { signOut } from "./sign-in.tsx";

/** What all staff may use. */
export const accountRoutes: readonly Route[] = [
  page("/account", [], account),
  page("/go", [], goTo),
  action("/sign-out", [], signOut),
];

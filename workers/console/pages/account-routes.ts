import { action, page, type Route } from "../server/route.ts";
import { account } from "./account.tsx";
import { signOut } from "./sign-in.tsx";

/** What all staff may use. */
export const accountRoutes: readonly Route[] = [page("/account", [], account), action("/sign-out", [], signOut)];

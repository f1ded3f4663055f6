import type { Context } from "hono";
import type { PageVariables } from "../../kit/pages/page-request.ts";
import type { Messages } from "../messages/en.ts";

export interface Locale {
  readonly messages: Messages;
  /** For `Intl`, for example `en-GB`. */
  readonly tag: string;
}

export type PageEnv = {
  Bindings: Env;
  Variables: PageVariables & { locale: Locale };
};

/** The context of one request for a page. */
export type PageContext = Context<PageEnv>;

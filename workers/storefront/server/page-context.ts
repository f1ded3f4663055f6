import type { Context } from "hono";
import type { PageVariables } from "../../kit/pages/page-request.ts";
import type { Messages } from "../messages/en.ts";

export interface Locale {
  readonly messages: Messages;
  /** For `Intl`, for example `en-GB`. */
  readonly tag: string;
  /** The country of the visitor's address, or else the region of the browser's language. */
  readonly country: string | undefined;
}

export type PageEnv = {
  Bindings: Env;
  Variables: PageVariables & { locale: Locale };
};

/** The context of one request for a page. */
export type PageContext = Context<PageEnv>;

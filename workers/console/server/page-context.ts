import type { Context } from "hono";
import type { PageVariables } from "../../kit/pages/page-request.ts";
import type { NavigationLink } from "./navigation.ts";
import type { Viewer } from "./viewer.ts";

export type PageEnv = {
  Bindings: Env;
  Variables: PageVariables & {
    /** The signed-in member of staff. Undefined on the page to sign in. */
    viewer: Viewer | undefined;
    /** The links that the viewer may use. */
    navigation: readonly NavigationLink[];
    /** Returns whether there is a page at the path that the viewer may see. */
    mayOpen: (path: string) => boolean;
  };
};

/** The context of one request for a page. */
export type PageContext = Context<PageEnv>;

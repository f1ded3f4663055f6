import { PageNotFound } from "../../kit/pages/http-errors.ts";
import { drawStillLife } from "../parts/still-life.ts";
import type { PageContext } from "../server/page-context.ts";

/** A drawn picture of a product. The path determines it, so browsers never request it again. */
export function stillLife(c: PageContext): Response {
  const { shape = "", colour = "", file = "" } = c.req.param();
  const svg = file.endsWith(".svg") ? drawStillLife(shape, colour, file.slice(0, -".svg".length)) : undefined;
  if (svg === undefined) throw new PageNotFound();
  return new Response(svg, {
    headers: {
      "content-type": "image/svg+xml",
      "content-security-policy": "default-src 'none'",
      "cache-control": "public, max-age=31536000, immutable",
    },
  });
}

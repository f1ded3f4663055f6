import { askPublic } from "../../kit/pages/ask.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import { readConfig } from "../config.ts";
import {
  SitemapCategoriesDocument,
  SitemapProductsDocument,
  type SitemapProductsQuery,
} from "../documents.generated.ts";
import type { PageContext } from "../server/page-context.ts";

const schema = "http://www.sitemaps.org/schemas/sitemap/0.9";
/** The products of one sitemap, in pages of 100. */
const maxPages = 10;

interface CategoryNode {
  readonly slug: string;
  readonly children?: readonly CategoryNode[];
}

/** The index for search engines: a sitemap for each category, with the category itself and its products. */
export async function sitemapIndex(c: PageContext): Promise<Response> {
  const { categories } = await askPublic(c, SitemapCategoriesDocument, {});
  const { origin } = readConfig(c.env);
  const entries = flatten(categories).map((slug) => `<sitemap><loc>${origin}/sitemaps/${slug}.xml</loc></sitemap>`);
  return respondWithXml(`<sitemapindex xmlns="${schema}">${entries.join("")}</sitemapindex>`);
}

/** The newest products of a category, and the category. */
export async function sitemap(c: PageContext): Promise<Response> {
  const file = c.req.param("file") ?? "";
  const category = file.slice(0, -".xml".length);
  if (!file.endsWith(".xml") || !/^[a-z0-9-]+$/.test(category)) throw new PageNotFound();
  const { origin } = readConfig(c.env);
  const entries = [`<url><loc>${origin}/categories/${category}</loc></url>`];
  let after: string | null = null;
  for (let page = 0; page < maxPages; page++) {
    const { products }: SitemapProductsQuery = await askPublic(c, SitemapProductsDocument, { category, after });
    for (const { node } of products.edges) {
      entries.push(`<url><loc>${origin}/products/${node.slug}</loc><lastmod>${node.updatedAt}</lastmod></url>`);
    }
    if (!products.pageInfo.hasNextPage) break;
    after = products.pageInfo.endCursor;
  }
  if (entries.length === 1) throw new PageNotFound();
  return respondWithXml(`<urlset xmlns="${schema}">${entries.join("")}</urlset>`);
}

/** Names the pages that search engines must not request, and the sitemap. */
export function robots(c: PageContext): Response {
  const disallowed = ["/cart", "/checkout", "/orders", "/account", "/login", "/register", "/session", "/live/"];
  const lines = ["User-agent: *", ...disallowed.map((path) => `Disallow: ${path}`), ""];
  return c.text([...lines, `Sitemap: ${readConfig(c.env).origin}/sitemap.xml`, ""].join("\n"));
}

function flatten(categories: readonly CategoryNode[]): readonly string[] {
  return categories.flatMap(({ slug, children = [] }) => [slug, ...flatten(children)]);
}

function respondWithXml(body: string): Response {
  return new Response(`<?xml version="1.0" encoding="UTF-8"?>${body}`, {
    headers: { "content-type": "application/xml; charset=utf-8", "cache-control": "public, max-age=3600" },
  });
}

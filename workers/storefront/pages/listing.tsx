import { askPublic } from "../../kit/pages/ask.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import { Island } from "../../kit/pages/island.tsx";
import { readConfig } from "../config.ts";
import { ListingDocument, type ListingQuery, SuggestionsDocument } from "../documents.generated.ts";
import { Breadcrumbs, toBreadcrumbList } from "../parts/breadcrumbs.tsx";
import { Filters } from "../parts/filters.tsx";
import { Icon } from "../parts/icon.tsx";
import { isFiltered, readListingParameters, toPageQuery, toSearchFilter } from "../parts/listing-parameters.ts";
import { renderPage } from "../parts/page.tsx";
import { ProductGrid } from "../parts/product-card.tsx";
import type { PageContext } from "../server/page-context.ts";
import { toPageView } from "../server/page-view.ts";

const pageSize = 24;

/** The products of a category and of those below it, with filters. */
export async function category(c: PageContext): Promise<Response> {
  const slug = c.req.param("slug") ?? "";
  const { data, list } = await loadList(c, slug);
  const found = data.category;
  if (found === null || found === undefined) throw new PageNotFound();
  const { messages } = c.var.locale;
  const crumbs = [
    { name: messages.layout.home, path: "/" },
    ...found.path.map(({ slug: part, name }) => ({ name, path: `/categories/${part}` })),
  ];
  return renderPage(
    c,
    {
      title: found.name,
      ...(found.description === "" ? {} : { description: found.description }),
      canonicalPath: `/categories/${slug}`,
      styles: ["catalog"],
      islands: ["filters"],
      jsonLd: [toBreadcrumbList(crumbs, readConfig(c.env).origin)],
    },
    <>
      <Breadcrumbs messages={messages} crumbs={crumbs} />
      <h1>{found.name}</h1>
      {found.description !== "" && <p class="lead">{found.description}</p>}
      {found.children.length > 0 && (
        <nav class="chips" aria-label={messages.layout.categories}>
          <ul>
            {found.children.map((child) => (
              <li key={child.slug}>
                <a href={`/categories/${child.slug}`}>{child.name}</a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {list}
    </>,
  );
}

/** The results of a search, with filters. Without a query, all products. */
export async function search(c: PageContext): Promise<Response> {
  const { data, list, query } = await loadList(c);
  const { messages } = c.var.locale;
  const heading = query === "" ? messages.listing.all : messages.listing.results(query);
  const { correctedQuery, totalCount } = data.search;
  const isEmpty = totalCount === 0;
  return renderPage(
    c,
    {
      title: heading,
      canonicalPath: "/search",
      isIndexed: query === "",
      styles: ["catalog"],
      islands: ["filters"],
      query,
    },
    <>
      <h1>{heading}</h1>
      {isEmpty && <p class="lead">{messages.listing.noneHelp}</p>}
      {correctedQuery !== null && <p class="lead">{messages.listing.corrected(correctedQuery)}</p>}
      {list}
    </>,
  );
}

/** Completions of what the visitor types into the search box, as a JSON array, for the island `search`. */
export async function suggestions(c: PageContext): Promise<Response> {
  const prefix = (c.req.query("q") ?? "").trim().slice(0, 100);
  const { suggest } = prefix === "" ? { suggest: [] } : await askPublic(c, SuggestionsDocument, { prefix });
  return Response.json([...new Set(suggest.map(({ text }) => text))], {
    headers: { "cache-control": "private, max-age=60" },
  });
}

/** Loads a page of a list, and renders it with its filters. */
async function loadList(c: PageContext, categorySlug?: string) {
  const url = new URL(c.req.url);
  const read = readListingParameters(url.searchParams, url.searchParams.get("q") ? "RELEVANCE" : "BEST_SELLING");
  const parameters = categorySlug === undefined ? read : { ...read, category: categorySlug };
  const data: ListingQuery = await askPublic(c, ListingDocument, {
    query: parameters.query,
    first: pageSize,
    after: parameters.after ?? null,
    filter: toSearchFilter(parameters),
    sort: parameters.sort,
    category: categorySlug ?? "",
    hasCategory: categorySlug !== undefined,
  });
  const view = toPageView(c);
  const { messages } = view.locale;
  const { totalCount, edges, facets, pageInfo, priceBounds } = data.search;
  const next = pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined;
  const { page } = parameters;
  const list = (
    <Island name="filters">
      <div class="listing">
        {(totalCount > 0 || isFiltered(parameters)) && (
          <Filters
            messages={messages}
            parameters={parameters}
            facets={facets}
            isCategory={categorySlug !== undefined}
            priceBounds={priceBounds}
            currency={parameters.currency ?? edges[0]?.node.priceRange.min.currency}
            path={url.pathname}
          />
        )}
        <section aria-labelledby="result-count">
          <h2 id="result-count" class="count" aria-live="polite">
            {messages.listing.count(totalCount)}
          </h2>
          {totalCount === 0 && isFiltered(parameters) && <p>{messages.listing.noneFiltered}</p>}
          <ProductGrid
            view={view}
            products={edges.map(({ node }) => node)}
            highlights={parameters.query === "" ? [] : edges.map(({ highlight }) => highlight)}
            eagerCount={4}
            query={parameters.query}
          />
          {(page > 1 || next !== undefined) && (
            <nav class="pages" aria-label={messages.listing.pages}>
              {page > 1 && (
                <a class="button second" href={`${url.pathname}${toPageQuery(url.searchParams, 1, undefined)}`}>
                  {messages.listing.first}
                </a>
              )}
              <span>{messages.listing.page(page, Math.max(Math.ceil(totalCount / pageSize), page))}</span>
              {next !== undefined && (
                <a
                  class="button second"
                  rel="next"
                  href={`${url.pathname}${toPageQuery(url.searchParams, page + 1, next)}`}
                >
                  {messages.listing.next} <Icon name="next" flips />
                </a>
              )}
            </nav>
          )}
        </section>
      </div>
    </Island>
  );
  return { data, list, query: parameters.query };
}

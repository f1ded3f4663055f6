import { askPublic, requestPublic } from "../../kit/pages/ask.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import { Island } from "../../kit/pages/island.tsx";
import { readConfig } from "../config.ts";
import { ProductPageDocument, type ProductPageQuery, ProductStockDocument } from "../documents.generated.ts";
import { Breadcrumbs, toBreadcrumbList } from "../parts/breadcrumbs.tsx";
import { ComparisonForm } from "../parts/comparison-form.tsx";
import { renderPage } from "../parts/page.tsx";
import { Picture } from "../parts/picture.tsx";
import { toPictureSource } from "../parts/picture-source.ts";
import { Price } from "../parts/price.tsx";
import { ProductGrid } from "../parts/product-card.tsx";
import { toCrumbs, toPicture, toProductData } from "../parts/product-data.ts";
import { PurchaseForm, toIslandProps } from "../parts/purchase-form.tsx";
import { StockNotificationForm } from "../parts/stock-notification-form.tsx";
import { findVariant, optionPrefix, type ProductOfPage } from "../parts/variants.ts";
import type { PageContext } from "../server/page-context.ts";
import { respondFromMemo } from "../server/page-memo.ts";
import { type PageView, toPageView } from "../server/page-view.ts";

/** Says that the visitor has requested an email about the variant. */
export const requestedParameter = "requested";

export interface ProductPageState {
  readonly slug: string;
  /** Chosen values by the names of their options. */
  readonly chosen: ReadonlyMap<string, string>;
  readonly sku?: string | undefined;
  readonly quantity?: string;
  /** Why a form was rejected. */
  readonly error?: string;
  /** Whether the page contains the stock, for browsers without JavaScript. */
  readonly hasStock: boolean;
}

/** The page of a product. Its URL may name a variant by its SKU or its options. */
export function product(c: PageContext): Promise<Response> {
  const { searchParams } = new URL(c.req.url);
  const chosen = [...searchParams]
    .filter(([name]) => name.startsWith(optionPrefix))
    .map(([name, value]) => [name.slice(optionPrefix.length), value] as const);
  return renderProduct(c, {
    slug: c.req.param("slug") ?? "",
    chosen: new Map(chosen),
    sku: searchParams.get("sku") ?? undefined,
    hasStock: searchParams.has("stock"),
  });
}

/** Renders the page of a product in a state: from its URL, or after a form with an error. */
export async function renderProduct(c: PageContext, state: ProductPageState): Promise<Response> {
  const { slug, hasStock } = state;
  const request = () => requestPublic(c, ProductPageDocument, { slug });
  // A page with stock or with an error is of this moment.
  if (hasStock) return renderFound(c, await (await request()).read(), state, await loadStock(c, slug));
  return respondFromMemo(c, request, (data) => renderFound(c, data, state));
}

/** Renders the page of a product. Without its stock, the page depends on the data, the state and the locale only. */
function renderFound(
  c: PageContext,
  { product: found }: ProductPageQuery,
  state: ProductPageState,
  stock?: ReadonlyMap<string, number>,
): Response {
  const { slug } = state;
  const hasStock = stock !== undefined;
  const [first] = found?.variants ?? [];
  if (found === null || first === undefined) throw new PageNotFound();
  const view = toPageView(c);
  const { messages } = view.locale;
  const { variants } = found;
  const selected =
    variants.find(({ sku }) => sku === state.sku) ??
    findVariant(variants, state.chosen, messages.product.version) ??
    first;
  const { origin } = readConfig(c.env);
  const crumbs = toCrumbs(found, messages.layout.home);
  const query = new URLSearchParams(new URL(c.req.url).search);
  query.set("stock", "1");
  return renderPage(
    c,
    {
      title: found.name,
      description: found.description.slice(0, 300),
      canonicalPath: `/products/${slug}`,
      styles: ["catalog", "product"],
      // The list of products that the browser has opened is at the end of the page: it does not delay the picture.
      islands: ["product"],
      jsonLd: [toProductData(view, found, origin), toBreadcrumbList(crumbs, origin)],
      image: toPicture(view, found, selected),
      isMemoized: !hasStock,
      ...(state.error === undefined ? {} : { status: 422 as const }),
      // The page itself has no stock, so that its data can be cached. Without JavaScript, the browser loads it with stock.
      ...(hasStock ? {} : { refresh: { seconds: 0, path: `/products/${slug}?${query}` } }),
    },
    <>
      <Breadcrumbs messages={messages} crumbs={crumbs} />
      <Island name="product" props={toIslandProps(view, found)}>
        <article class="product">
          <div data-picture="">
            <Picture view={view} product={found} variant={selected} width={640} isEager alt={found.name} />
          </div>
          <div>
            {found.brand !== null && <p class="quiet brand-name">{found.brand}</p>}
            <h1>{found.name}</h1>
            <div data-price="" aria-live="polite">
              <Price locale={view.locale} price={selected.price} compareAt={selected.compareAtPrice} />
            </div>
            <p class="lead">{found.description}</p>
            <PurchaseForm view={view} product={found} selected={selected} state={state} stock={stock} />
            <StockNotificationForm
              view={view}
              slug={slug}
              sku={selected.sku}
              available={stock?.get(selected.sku)}
              isRequested={c.req.query(requestedParameter) !== undefined}
            />
            <Attributes product={found} heading={messages.product.details} />
          </div>
        </article>
      </Island>
      <Related view={view} product={found} heading={messages.product.related} />
      <RecentlySeen view={view} product={found} slug={slug} heading={messages.product.recentlySeen} />
    </>,
  );
}

function Attributes({
  product: { attributes },
  heading,
}: {
  readonly product: ProductOfPage;
  readonly heading: string;
}) {
  if (attributes.length === 0) return null;
  return (
    <section class="details" aria-labelledby="details">
      <h2 id="details">{heading}</h2>
      <dl>
        {attributes.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

interface RelatedProps {
  readonly view: PageView;
  readonly product: ProductOfPage;
  readonly heading: string;
}

function Related({ view, product: { slug, relatedProducts }, heading }: RelatedProps) {
  if (relatedProducts.length === 0) return null;
  return (
    <section aria-labelledby="related">
      <h2 id="related">{heading}</h2>
      <ProductGrid view={view} products={relatedProducts} />
      <ComparisonForm messages={view.locale.messages} slug={slug} others={relatedProducts} />
    </section>
  );
}

/** Empty without JavaScript: only the browser knows which products it has opened. */
function RecentlySeen({ view, product: found, slug, heading }: RelatedProps & { readonly slug: string }) {
  const current = {
    path: `/products/${slug}`,
    name: found.name,
    picture: toPictureSource(view, found, { width: 400 }).src,
  };
  return (
    <Island name="recently-seen" props={{ current }}>
      <section aria-labelledby="recently-seen" hidden>
        <h2 id="recently-seen">{heading}</h2>
        <ul class="grid" />
      </section>
    </Island>
  );
}

async function loadStock(c: PageContext, slug: string): Promise<ReadonlyMap<string, number>> {
  const { product: found } = await askPublic(c, ProductStockDocument, { slug });
  return new Map((found?.variants ?? []).map(({ sku, stock }) => [sku, stock.available]));
}

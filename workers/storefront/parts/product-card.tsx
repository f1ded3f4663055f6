import type { ProductCardFragment } from "../documents.generated.ts";
import type { PageView } from "../server/page-view.ts";
import { Highlight } from "./highlight.tsx";
import { Picture } from "./picture.tsx";
import { Price } from "./price.tsx";

interface ProductCardProps {
  readonly view: PageView;
  readonly product: ProductCardFragment;
  /** Whether the picture is in the first view of the page. */
  readonly isEager?: boolean;
  /** The part of the text that matches a search: see `Highlight`. */
  readonly highlight?: string | null | undefined;
  /** The search that it is a result of. */
  readonly query?: string | undefined;
}

/** A product in a list: picture, name and price, with a link to the product and one to its comparison. */
function ProductCard({ view, product, isEager = false, highlight, query = "" }: ProductCardProps) {
  const { slug, name, brand, priceRange, variants } = product;
  const cheapest = variants.find(({ price }) => price.amountMinor === priceRange.min.amountMinor);
  return (
    <article class="card">
      <Picture view={view} product={product} variant={cheapest} width={400} isEager={isEager} alt="" />
      <h3 id={`card-${slug}`}>
        <a href={`/products/${slug}`} {...(query === "" ? {} : { ping: toClickPath(query) })}>
          {name}
        </a>
      </h3>
      {highlight !== null && highlight !== undefined && highlight !== "" && <Highlight text={highlight} />}
      {brand !== null && <p class="quiet">{brand}</p>}
      <Price
        locale={view.locale}
        price={priceRange.min}
        compareAt={cheapest?.compareAtPrice ?? null}
        isMinimum={priceRange.min.amountMinor !== priceRange.max.amountMinor}
      />
      <a class="compare" href={`/compare?a=${slug}`} aria-describedby={`card-${slug}`}>
        {view.locale.messages.compare.show}
      </a>
    </article>
  );
}

/** Where the browser reports that a result was opened. */
const toClickPath = (query: string): string => `/search/click?q=${encodeURIComponent(query)}`;

interface ProductGridProps {
  readonly view: PageView;
  readonly products: readonly ProductCardFragment[];
  /** The number of pictures in the first view of the page. */
  readonly eagerCount?: number;
  /** For each product of a search, the part of its text that matches. */
  readonly highlights?: readonly (string | null)[];
  /** The search that found the products. */
  readonly query?: string;
}

export function ProductGrid({ view, products, eagerCount = 0, highlights = [], query = "" }: ProductGridProps) {
  return (
    <ul class="grid">
      {products.map((product, index) => (
        <li key={product.slug}>
          <ProductCard
            view={view}
            product={product}
            isEager={index < eagerCount}
            highlight={highlights[index]}
            query={query}
          />
        </li>
      ))}
    </ul>
  );
}

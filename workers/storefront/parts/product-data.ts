import { toDecimalAmount } from "../../kit/pages/money.ts";
import type { PageView } from "../server/page-view.ts";
import { findMedia } from "./picture-source.ts";
import { stillLifePath } from "./still-life.ts";
import type { ProductOfPage, VariantOfPage } from "./variants.ts";

/** Returns the path of categories to a product, for breadcrumbs. */
export function toCrumbs({ slug, name, categories }: ProductOfPage, home: string) {
  const path = categories[0]?.path ?? [];
  return [
    { name: home, path: "/" },
    ...path.map((category) => ({ name: category.name, path: `/categories/${category.slug}` })),
    { name, path: `/products/${slug}` },
  ];
}

/** Returns the address of the picture that other sites show. */
export function toPicture(view: PageView, found: ProductOfPage, variant?: VariantOfPage): string {
  return findMedia(view, found, variant)?.url ?? stillLifePath(found, variant?.options);
}

/** Returns the product as an object of schema.org, without its stock, which changes too often for search engines. */
export function toProductData(view: PageView, found: ProductOfPage, origin: string): object {
  const url = `${origin}/products/${found.slug}`;
  return {
    "@context": "https://schema.org",
    "@type": "Product",
    name: found.name,
    description: found.description,
    url,
    image: new URL(toPicture(view, found), origin).href,
    ...(found.brand === null ? {} : { brand: { "@type": "Brand", name: found.brand } }),
    offers: found.variants.map(({ sku, price }) => ({
      "@type": "Offer",
      sku,
      url: `${url}?sku=${encodeURIComponent(sku)}`,
      price: toDecimalAmount(price),
      priceCurrency: price.currency,
    })),
  };
}

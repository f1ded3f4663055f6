/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type AddToCartInput = {
  /** The caller's cart when absent: see Query.cart. */
  cartId?: string | null | undefined;
  /** Chosen by the client, one per addition. At most 200 characters. */
  idempotencyKey: string;
  quantity?: number;
  sku: string;
};

/**
 * Selects products whose attribute, or an option of a variant on sale, has any of the values. An empty list selects all
 * products. Filters on options, price and `inStock: true` must hold for the same variant.
 */
export type AttributeFilter = {
  name: string;
  values: Array<string>;
};

/** ISO 4217 codes of the currencies that the shop supports. */
export type CurrencyCode =
  | 'EUR'
  | 'GBP'
  | 'INR'
  | 'JPY'
  | 'KWD'
  | 'USD';

export type Role =
  | 'ADMIN'
  | 'CATALOG_MANAGER'
  | 'CUSTOMER'
  | 'GUEST'
  | 'SUPPORT';

export type SearchFilter = {
  attributes?: Array<AttributeFilter> | null | undefined;
  brands?: Array<string> | null | undefined;
  /** This category and its descendants. */
  categorySlug?: string | null | undefined;
  /** The currency of minPrice and maxPrice, and the one that sorting by price begins with. The shop's default currency when absent. */
  currency?: CurrencyCode | null | undefined;
  /** True selects available products, false sold-out products. Both when absent. */
  inStock?: boolean | null | undefined;
  maxPrice?: string | null | undefined;
  /**
   * In the smallest unit of the currency, for example cents. One variant must have a base price in the range. Price lists and base
   * prices in other currencies than the product's do not count.
   */
  minPrice?: string | null | undefined;
};

export type SearchSort =
  | 'BEST_SELLING'
  | 'NEWEST'
  | 'PRICE_ASC'
  | 'PRICE_DESC'
  | 'RELEVANCE';

export type AddToCartMutationVariables = Exact<{
  input: AddToCartInput;
}>;


export type AddToCartMutation = { addToCart: { order: { id: string } | null, userErrors: Array<{ code: string, message: string }> } };

export type HomeQueryVariables = Exact<{
  first: number;
}>;


export type HomeQuery = { categories: Array<{ slug: string, name: string, children: Array<{ slug: string, name: string }> }>, bestSelling: { edges: Array<{ node: { slug: string, name: string, brand: string | null, categories: Array<{ slug: string }>, attributes: Array<{ name: string, value: string }>, media: Array<{ url: string, alt: string }>, priceRange: { min: { amountMinor: string, currency: CurrencyCode }, max: { amountMinor: string, currency: CurrencyCode } }, variants: Array<{ options: Array<{ name: string, value: string }>, price: { amountMinor: string }, compareAtPrice: { amountMinor: string, currency: CurrencyCode } | null }> } }> } };

export type ListingQueryVariables = Exact<{
  query: string;
  first: number;
  after?: string | null | undefined;
  filter: SearchFilter;
  sort: SearchSort;
  category: string;
  hasCategory: boolean;
}>;


export type ListingQuery = { category?: { slug: string, name: string, description: string, path: Array<{ slug: string, name: string }>, children: Array<{ slug: string, name: string }> } | null, search: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ highlight: string | null, node: { slug: string, name: string, brand: string | null, categories: Array<{ slug: string }>, attributes: Array<{ name: string, value: string }>, media: Array<{ url: string, alt: string }>, priceRange: { min: { amountMinor: string, currency: CurrencyCode }, max: { amountMinor: string, currency: CurrencyCode } }, variants: Array<{ options: Array<{ name: string, value: string }>, price: { amountMinor: string }, compareAtPrice: { amountMinor: string, currency: CurrencyCode } | null }> } }>, facets: Array<{ name: string, values: Array<{ value: string, count: number, selected: boolean }> }> } };

export type SuggestionsQueryVariables = Exact<{
  prefix: string;
}>;


export type SuggestionsQuery = { suggest: Array<{ text: string }> };

export type LiveStockSubscriptionVariables = Exact<{
  skus: Array<string> | string;
}>;


export type LiveStockSubscription = { stockLevels: { sku: string, available: number } };

export type MarketsQueryVariables = Exact<{ [key: string]: never; }>;


export type MarketsQuery = { markets: Array<{ slug: string, name: string, currencies: Array<CurrencyCode> }> };

export type ProductPageQueryVariables = Exact<{
  slug: string;
}>;


export type ProductPageQuery = { product: { slug: string, name: string, description: string, brand: string | null, attributes: Array<{ name: string, value: string }>, media: Array<{ url: string, alt: string }>, categories: Array<{ slug: string, name: string, path: Array<{ slug: string, name: string }>, products: { edges: Array<{ node: { slug: string, name: string, brand: string | null, categories: Array<{ slug: string }>, attributes: Array<{ name: string, value: string }>, media: Array<{ url: string, alt: string }>, priceRange: { min: { amountMinor: string, currency: CurrencyCode }, max: { amountMinor: string, currency: CurrencyCode } }, variants: Array<{ options: Array<{ name: string, value: string }>, price: { amountMinor: string }, compareAtPrice: { amountMinor: string, currency: CurrencyCode } | null }> } }> } }>, variants: Array<{ sku: string, name: string, options: Array<{ name: string, value: string }>, price: { amountMinor: string, currency: CurrencyCode }, compareAtPrice: { amountMinor: string, currency: CurrencyCode } | null }> } | null };

export type ProductStockQueryVariables = Exact<{
  slug: string;
}>;


export type ProductStockQuery = { product: { variants: Array<{ sku: string, stock: { available: number } }> } | null };

export type SessionSummaryQueryVariables = Exact<{ [key: string]: never; }>;


export type SessionSummaryQuery = { me: { firstName: string, roles: Array<Role> } | null, cart: { lines: Array<{ quantity: number }> } | null };

export type SitemapCategoriesQueryVariables = Exact<{ [key: string]: never; }>;


export type SitemapCategoriesQuery = { categories: Array<{ slug: string, children: Array<{ slug: string, children: Array<{ slug: string }> }> }> };

export type SitemapProductsQueryVariables = Exact<{
  category: string;
  after?: string | null | undefined;
}>;


export type SitemapProductsQuery = { products: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { slug: string, updatedAt: string } }> } };

export type ProductCardFragment = { slug: string, name: string, brand: string | null, categories: Array<{ slug: string }>, attributes: Array<{ name: string, value: string }>, media: Array<{ url: string, alt: string }>, priceRange: { min: { amountMinor: string, currency: CurrencyCode }, max: { amountMinor: string, currency: CurrencyCode } }, variants: Array<{ options: Array<{ name: string, value: string }>, price: { amountMinor: string }, compareAtPrice: { amountMinor: string, currency: CurrencyCode } | null }> };

export type RefreshSessionMutationVariables = Exact<{ [key: string]: never; }>;


export type RefreshSessionMutation = { refreshSession: { userErrors: Array<{ code: string }> } };

export type StartGuestSessionMutationVariables = Exact<{ [key: string]: never; }>;


export type StartGuestSessionMutation = { startGuestSession: { userErrors: Array<{ code: string }> } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const ProductCardFragmentDoc = new TypedDocumentString(`
    fragment ProductCard on Product {
  slug
  name
  brand
  categories {
    slug
  }
  attributes {
    name
    value
  }
  media {
    url
    alt
  }
  priceRange {
    min {
      amountMinor
      currency
    }
    max {
      amountMinor
      currency
    }
  }
  variants {
    options {
      name
      value
    }
    price {
      amountMinor
    }
    compareAtPrice {
      amountMinor
      currency
    }
  }
}
    `, {"fragmentName":"ProductCard"}) as unknown as TypedDocumentString<ProductCardFragment, unknown>;
export const AddToCartDocument = new TypedDocumentString(`
    mutation AddToCart($input: AddToCartInput!) {
  addToCart(input: $input) {
    order {
      id
    }
    userErrors {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<AddToCartMutation, AddToCartMutationVariables>;
export const HomeDocument = new TypedDocumentString(`
    query Home($first: Int!) {
  categories {
    slug
    name
    children {
      slug
      name
    }
  }
  bestSelling: products(first: $first, sort: BEST_SELLING) {
    edges {
      node {
        ...ProductCard
      }
    }
  }
}
    fragment ProductCard on Product {
  slug
  name
  brand
  categories {
    slug
  }
  attributes {
    name
    value
  }
  media {
    url
    alt
  }
  priceRange {
    min {
      amountMinor
      currency
    }
    max {
      amountMinor
      currency
    }
  }
  variants {
    options {
      name
      value
    }
    price {
      amountMinor
    }
    compareAtPrice {
      amountMinor
      currency
    }
  }
}`) as unknown as TypedDocumentString<HomeQuery, HomeQueryVariables>;
export const ListingDocument = new TypedDocumentString(`
    query Listing($query: String!, $first: Int!, $after: String, $filter: SearchFilter!, $sort: SearchSort!, $category: String!, $hasCategory: Boolean!) {
  category(slug: $category) @include(if: $hasCategory) {
    slug
    name
    description
    path {
      slug
      name
    }
    children {
      slug
      name
    }
  }
  search(
    query: $query
    first: $first
    after: $after
    filter: $filter
    sort: $sort
  ) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      highlight
      node {
        ...ProductCard
      }
    }
    facets {
      name
      values(first: 12) {
        value
        count
        selected
      }
    }
  }
}
    fragment ProductCard on Product {
  slug
  name
  brand
  categories {
    slug
  }
  attributes {
    name
    value
  }
  media {
    url
    alt
  }
  priceRange {
    min {
      amountMinor
      currency
    }
    max {
      amountMinor
      currency
    }
  }
  variants {
    options {
      name
      value
    }
    price {
      amountMinor
    }
    compareAtPrice {
      amountMinor
      currency
    }
  }
}`) as unknown as TypedDocumentString<ListingQuery, ListingQueryVariables>;
export const SuggestionsDocument = new TypedDocumentString(`
    query Suggestions($prefix: String!) {
  suggest(prefix: $prefix) {
    text
  }
}
    `) as unknown as TypedDocumentString<SuggestionsQuery, SuggestionsQueryVariables>;
export const LiveStockDocument = new TypedDocumentString(`
    subscription LiveStock($skus: [String!]!) {
  stockLevels(skus: $skus) {
    sku
    available
  }
}
    `) as unknown as TypedDocumentString<LiveStockSubscription, LiveStockSubscriptionVariables>;
export const MarketsDocument = new TypedDocumentString(`
    query Markets {
  markets {
    slug
    name
    currencies
  }
}
    `) as unknown as TypedDocumentString<MarketsQuery, MarketsQueryVariables>;
export const ProductPageDocument = new TypedDocumentString(`
    query ProductPage($slug: String!) {
  product(slug: $slug) {
    slug
    name
    description
    brand
    attributes {
      name
      value
    }
    media {
      url
      alt
    }
    categories {
      slug
      name
      path {
        slug
        name
      }
      products(first: 7, sort: BEST_SELLING) {
        edges {
          node {
            ...ProductCard
          }
        }
      }
    }
    variants {
      sku
      name
      options {
        name
        value
      }
      price {
        amountMinor
        currency
      }
      compareAtPrice {
        amountMinor
        currency
      }
    }
  }
}
    fragment ProductCard on Product {
  slug
  name
  brand
  categories {
    slug
  }
  attributes {
    name
    value
  }
  media {
    url
    alt
  }
  priceRange {
    min {
      amountMinor
      currency
    }
    max {
      amountMinor
      currency
    }
  }
  variants {
    options {
      name
      value
    }
    price {
      amountMinor
    }
    compareAtPrice {
      amountMinor
      currency
    }
  }
}`) as unknown as TypedDocumentString<ProductPageQuery, ProductPageQueryVariables>;
export const ProductStockDocument = new TypedDocumentString(`
    query ProductStock($slug: String!) {
  product(slug: $slug) {
    variants {
      sku
      stock {
        available
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ProductStockQuery, ProductStockQueryVariables>;
export const SessionSummaryDocument = new TypedDocumentString(`
    query SessionSummary {
  me {
    firstName
    roles
  }
  cart {
    lines {
      quantity
    }
  }
}
    `) as unknown as TypedDocumentString<SessionSummaryQuery, SessionSummaryQueryVariables>;
export const SitemapCategoriesDocument = new TypedDocumentString(`
    query SitemapCategories {
  categories {
    slug
    children {
      slug
      children {
        slug
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SitemapCategoriesQuery, SitemapCategoriesQueryVariables>;
export const SitemapProductsDocument = new TypedDocumentString(`
    query SitemapProducts($category: String!, $after: String) {
  products(first: 100, after: $after, categorySlug: $category) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        slug
        updatedAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SitemapProductsQuery, SitemapProductsQueryVariables>;
export const RefreshSessionDocument = new TypedDocumentString(`
    mutation RefreshSession {
  refreshSession(input: {refreshToken: ""}) {
    userErrors {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<RefreshSessionMutation, RefreshSessionMutationVariables>;
export const StartGuestSessionDocument = new TypedDocumentString(`
    mutation StartGuestSession {
  startGuestSession {
    userErrors {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<StartGuestSessionMutation, StartGuestSessionMutationVariables>;
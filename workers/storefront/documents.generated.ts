/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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

export type HomeQueryVariables = Exact<{
  first: number;
}>;


export type HomeQuery = { categories: Array<{ slug: string, name: string, children: Array<{ slug: string, name: string }> }>, bestSelling: { edges: Array<{ node: { slug: string, name: string, brand: string | null, categories: Array<{ slug: string }>, attributes: Array<{ name: string, value: string }>, media: Array<{ url: string, alt: string }>, priceRange: { min: { amountMinor: string, currency: CurrencyCode }, max: { amountMinor: string, currency: CurrencyCode } }, variants: Array<{ options: Array<{ name: string, value: string }>, price: { amountMinor: string }, compareAtPrice: { amountMinor: string, currency: CurrencyCode } | null }> } }> } };

export type MarketsQueryVariables = Exact<{ [key: string]: never; }>;


export type MarketsQuery = { markets: Array<{ slug: string, name: string, currencies: Array<CurrencyCode> }> };

export type SessionSummaryQueryVariables = Exact<{ [key: string]: never; }>;


export type SessionSummaryQuery = { me: { firstName: string, roles: Array<Role> } | null, cart: { lines: Array<{ quantity: number }> } | null };

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
export const MarketsDocument = new TypedDocumentString(`
    query Markets {
  markets {
    slug
    name
    currencies
  }
}
    `) as unknown as TypedDocumentString<MarketsQuery, MarketsQueryVariables>;
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
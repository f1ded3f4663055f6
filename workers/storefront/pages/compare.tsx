import type { ComponentChildren } from "preact";
import { askPublic } from "../../kit/pages/ask.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import { CompareDocument, type ComparedProductFragment } from "../documents.generated.ts";
import { ComparisonForm } from "../parts/comparison-form.tsx";
import { renderPage } from "../parts/page.tsx";
import { Picture } from "../parts/picture.tsx";
import { Price } from "../parts/price.tsx";
import type { PageContext } from "../server/page-context.ts";
import { type PageView, toPageView } from "../server/page-view.ts";

/** Compares two products, `a` and `b`. Without `b`, the visitor chooses it. */
export async function compare(c: PageContext): Promise<Response> {
  const [a, b] = [c.req.query("a") ?? "", c.req.query("b") ?? ""];
  const hasBoth = b !== "";
  const data = await askPublic(c, CompareDocument, { a, b, hasBoth });
  const other = data.b ?? undefined;
  if (data.a === null || (hasBoth && other === undefined)) throw new PageNotFound();
  const { relatedProducts, slug } = data.a;
  const view = toPageView(c);
  const { compare: strings } = view.locale.messages;
  const products = other === undefined ? [data.a] : [data.a, other];
  const isRelated = relatedProducts.some((related) => related.slug === b);
  const others = other === undefined || isRelated ? relatedProducts : [other, ...relatedProducts];
  return renderPage(
    c,
    { title: strings.heading, isIndexed: false, styles: ["catalog", "product"] },
    <>
      <h1>{strings.heading}</h1>
      <ComparisonForm messages={view.locale.messages} slug={slug} others={others} selected={b} />
      <Comparison view={view} products={products} />
    </>,
  );
}

interface ComparisonProps {
  readonly view: PageView;
  readonly products: readonly ComparedProductFragment[];
}

function Comparison({ view, products }: ComparisonProps) {
  const { compare: strings, listing } = view.locale.messages;
  const details = products.map(toDetails);
  const names = [...new Set(details.flatMap((values) => [...values.keys()]))];
  return (
    <table class="compared">
      <caption class="hidden">{strings.heading}</caption>
      <thead>
        <tr>
          <td />
          {products.map((product) => (
            <th key={product.slug} scope="col">
              <Picture view={view} product={product} width={400} isEager alt="" />
              <a href={`/products/${product.slug}`}>{product.name}</a>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <Row
          name={listing.price}
          cells={products.map(({ slug, priceRange: { min, max } }) => (
            <Price key={slug} locale={view.locale} price={min} isMinimum={min.amountMinor !== max.amountMinor} />
          ))}
        />
        <Row name={listing.brand} cells={products.map(({ brand }) => brand)} />
        {names.map((name) => (
          <Row key={name} name={name} cells={details.map((values) => values.get(name)?.join(", "))} />
        ))}
        <Row name={strings.description} cells={products.map(({ description }) => description)} />
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly name: string;
  /** Of each product. Empty if the product does not have it. */
  readonly cells: readonly ComponentChildren[];
}

function Row({ name, cells }: RowProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {cells.map((cell, index) => (
        <td key={index}>{cell || "–"}</td>
      ))}
    </tr>
  );
}

/** Returns the different values of a product's attributes and of its variants' options, by name. */
function toDetails({ attributes, variants }: ComparedProductFragment): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const { name, value } of [...variants.flatMap(({ options }) => options), ...attributes]) {
    const known = values.get(name) ?? [];
    if (!known.includes(value)) values.set(name, [...known, value]);
  }
  return values;
}

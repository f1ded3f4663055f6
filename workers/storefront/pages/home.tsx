import { askPublic } from "../../kit/pages/ask.ts";
import { HomeDocument } from "../documents.generated.ts";
import { renderPage } from "../parts/page.tsx";
import { ProductGrid } from "../parts/product-card.tsx";
import { stillLifePath } from "../parts/still-life.ts";
import type { PageContext } from "../server/page-context.ts";
import { toPageView } from "../server/page-view.ts";

const productCount = 12;

/** The start page: the categories, and the products that sell best. */
export async function home(c: PageContext): Promise<Response> {
  const { categories, bestSelling } = await askPublic(c, HomeDocument, { first: productCount });
  const view = toPageView(c);
  const { messages } = view.locale;
  return renderPage(
    c,
    { styles: ["catalog"] },
    <>
      <div class="hero">
        <h1>{messages.home.heading}</h1>
        <p>{messages.shop.description}</p>
      </div>
      <nav class="tiles" aria-label={messages.home.browse}>
        <ul>
          {categories.map(({ slug, name, children }) => (
            <li key={slug}>
              <h2>
                <a href={`/categories/${slug}`}>{name}</a>
              </h2>
              <ul>
                {children.map((child) => (
                  <li key={child.slug}>
                    <a href={`/categories/${child.slug}`}>{child.name}</a>
                  </li>
                ))}
              </ul>
              <img
                src={stillLifePath({ slug: children[0]?.slug ?? slug, categories: [], attributes: [] })}
                alt=""
                width={120}
                height={120}
                loading="lazy"
              />
            </li>
          ))}
        </ul>
      </nav>
      <section aria-labelledby="best-selling">
        <h2 id="best-selling">{messages.home.bestSelling}</h2>
        <ProductGrid view={view} products={bestSelling.edges.map(({ node }) => node)} eagerCount={4} />
      </section>
    </>,
  );
}

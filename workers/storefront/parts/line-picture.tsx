import type { OrderLinesFragment } from "../documents.generated.ts";
import type { PageView } from "../server/page-view.ts";
import { Picture } from "./picture.tsx";

type Line = OrderLinesFragment["lines"][number];

interface LinePictureProps {
  readonly view: PageView;
  readonly line: Line;
}

/** The picture of a line of a cart or an order. Empty when its product is no longer on sale. */
export function LinePicture({ view, line: { product, sku } }: LinePictureProps) {
  if (product === null) return <span class="no-picture" />;
  const variant = product.variants.find((candidate) => candidate.sku === sku);
  return <Picture view={view} product={product} variant={variant} width={96} alt="" />;
}

interface LineNameProps {
  readonly line: Line;
}

/** The name of a line, with a link to its product. */
export function LineName({ line: { product, name } }: LineNameProps) {
  return product === null ? <span>{name}</span> : <a href={`/products/${product.slug}`}>{name}</a>;
}

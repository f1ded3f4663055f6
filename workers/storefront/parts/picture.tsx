import type { PageView } from "../server/page-view.ts";
import { findMedia, type PicturedProduct, type PicturedVariant, toPictureSource } from "./picture-source.ts";

interface PictureProps {
  readonly view: PageView;
  readonly product: PicturedProduct;
  readonly variant?: PicturedVariant | undefined;
  /** In CSS pixels. */
  readonly width: number;
  /** Whether the picture is in the first view of the page. */
  readonly isEager?: boolean;
  /** Empty beside a link with the name of the product. */
  readonly alt?: string;
}

/** The first picture of a variant, or else of its product. */
export function Picture({ view, product, variant, width, isEager = false, alt }: PictureProps) {
  const loading = isEager ? ({ fetchpriority: "high" } as const) : ({ loading: "lazy" } as const);
  const text = alt ?? findMedia(view, product, variant)?.alt ?? "";
  return <img {...toPictureSource(view, product, { variant, width })} {...loading} alt={text} decoding="async" />;
}

import type { PictureFragment } from "../documents.generated.ts";
import type { PageView } from "../server/page-view.ts";
import { type StillLifeSource, stillLifePath } from "./still-life.ts";

export interface PicturedProduct extends StillLifeSource {
  readonly media: readonly PictureFragment[];
}

/** The variant that the picture shows. */
export interface PicturedVariant {
  readonly options: StillLifeSource["attributes"];
  /** The pictures of its own. */
  readonly media?: readonly PictureFragment[];
}

/** Attributes of an image. Width and height are those of the picture, so that the browser knows its shape before it is loaded. */
export interface PictureSource {
  readonly src: string;
  readonly srcset?: string;
  readonly sizes?: string;
  readonly width: number;
  readonly height: number;
}

/** Returns the media file that a picture shows: the first of the variant, or else of the product. Undefined if the picture is drawn. */
export function findMedia(
  { pictures }: Pick<PageView, "pictures">,
  product: PicturedProduct,
  variant?: PicturedVariant,
): PictureFragment | undefined {
  return pictures === "drawn" ? undefined : (variant?.media?.[0] ?? product.media[0]);
}

/** Returns the picture of a product, or of one of its variants, that is shown at this width in CSS pixels. */
export function toPictureSource(
  view: Pick<PageView, "pictures">,
  product: PicturedProduct,
  { variant, width }: { readonly variant?: PicturedVariant | undefined; readonly width: number },
): PictureSource {
  const media = findMedia(view, product, variant);
  if (media === undefined) return { src: stillLifePath(product, variant?.options), width, height: width };
  const own = { width: media.width, height: media.height };
  const size = hasSize(own) ? own : { width, height: width };
  const widest = own.width ?? Number.POSITIVE_INFINITY;
  const all = ([200, 400, 800, 1_600] as const).map((pixels) => ({ pixels, url: media[`w${pixels}`] }));
  // A picture is not enlarged: sizes beyond its own are one file.
  const sources = all.filter((_, index) => (all[index - 1]?.pixels ?? 0) < widest);
  const fallback = sources.find(({ pixels }) => pixels >= width) ?? sources.at(-1);
  if (fallback === undefined || fallback.url === media.url) return { src: media.url, ...size };
  return {
    src: fallback.url,
    srcset: sources.map(({ pixels, url }) => `${url} ${Math.min(pixels, widest)}w`).join(", "),
    sizes: `min(${width}px, 100vw)`,
    ...size,
  };
}

function hasSize(
  size: Pick<PictureFragment, "width" | "height">,
): size is { readonly width: number; readonly height: number } {
  return size.width !== null && size.height !== null;
}

import type { PageView } from "../server/page-view.ts";
import { type StillLifeSource, stillLifePath } from "./still-life.ts";

interface PictureProps {
  readonly view: PageView;
  readonly product: StillLifeSource & { readonly media: readonly { readonly url: string; readonly alt: string }[] };
  /** The options of the variant that the picture shows. */
  readonly options?: StillLifeSource["attributes"];
  /** In CSS pixels. Pictures are square. */
  readonly width: number;
  /** Whether the picture is in the first view of the page. */
  readonly isEager?: boolean;
  /** Empty beside a link with the name of the product. */
  readonly alt?: string;
}

const widths = [200, 400, 800, 1_200];

/** The first picture of a product. */
export function Picture({ view, product, options = [], width, isEager = false, alt }: PictureProps) {
  const [media] = product.media;
  const isDrawn = view.pictures === "drawn" || media === undefined;
  const loading = isEager ? ({ fetchpriority: "high" } as const) : ({ loading: "lazy" } as const);
  const sources = isDrawn
    ? { src: stillLifePath(product, options) }
    : {
        src: resizedUrl(media.url, width),
        srcset: widths.map((size) => `${resizedUrl(media.url, size)} ${size}w`).join(", "),
        sizes: `min(${width}px, 100vw)`,
      };
  return <img {...sources} {...loading} alt={alt ?? media?.alt ?? ""} width={width} height={width} decoding="async" />;
}

/** Returns the URL of a picture in this width, which Cloudflare's Image Resizing serves. */
function resizedUrl(url: string, width: number): string {
  return `/cdn-cgi/image/width=${width},format=auto/${url}`;
}

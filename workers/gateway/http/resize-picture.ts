/** The widths that exist. Cloudflare charges for each width of a picture, so there are few. */
const widths = [100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000];

interface ResizeOptions {
  /** In pixels. */
  readonly width: number;
  /** The origin of the zone that resizes pictures. Undefined without one. */
  readonly origin: string | undefined;
}

/**
 * Returns the URL of a picture at this width, or at the next larger one that exists. Cloudflare resizes the picture when the URL is
 * requested, and never enlarges it. Returns the URL itself where no zone resizes pictures.
 */
export function resizePicture(url: string, { width, origin }: ResizeOptions): string {
  if (origin === undefined || !URL.canParse(url)) return url;
  const existing = widths.find((candidate) => candidate >= width) ?? width;
  // The URL of the picture is not encoded. Its normal form has no spaces.
  return `${origin}/cdn-cgi/image/width=${existing},fit=scale-down,format=auto/${new URL(url).href}`;
}

import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { invalid } from "./fields.ts";
import { maxCounts, maxLengths } from "./limits.ts";

/** A media file of a product or a variant. Width and height are in pixels. */
export interface Media {
  readonly url: string;
  readonly alt: string;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** A ThumbHash in base64. */
  readonly thumbHash?: string | undefined;
}

/** Validates a list of media files. `path` is where the input has it. */
export function parseMedia(media: readonly Media[], ...path: string[]): Result<readonly Media[], DomainError> {
  if (media.length > maxCounts.values) {
    return invalid("TOO_MANY_MEDIA", `At most ${maxCounts.values} media files are allowed`, ...path);
  }
  for (const [index, file] of media.entries()) {
    const problem = findProblem(file);
    if (problem !== undefined) return invalid(problem.reason, problem.message, ...path, String(index), problem.field);
  }
  return ok(media);
}

function findProblem({ url, alt, width, height, thumbHash }: Media) {
  const protocol = URL.canParse(url) ? new URL(url).protocol : "";
  if (url.length > maxLengths.mediaUrl || (protocol !== "https:" && protocol !== "http:")) {
    return { reason: "INVALID_URL", message: "URL must be an http or https URL", field: "url" };
  }
  if (alt.length > maxLengths.mediaAlt) {
    const message = `Alt text must be at most ${maxLengths.mediaAlt} characters`;
    return { reason: "INVALID_TEXT", message, field: "alt" };
  }
  for (const [field, pixels] of Object.entries({ width, height })) {
    if (pixels === undefined || (pixels >= 1 && pixels <= maxCounts.mediaPixels)) continue;
    const message = `Width and height must be 1 to ${maxCounts.mediaPixels} pixels`;
    return { reason: "INVALID_DIMENSION", message, field };
  }
  if (thumbHash !== undefined && !isThumbHash(thumbHash)) {
    const message = `ThumbHash must be base64 of at most ${maxLengths.thumbHash} characters`;
    return { reason: "INVALID_THUMB_HASH", message, field: "thumbHash" };
  }
  return undefined;
}

function isThumbHash(text: string): boolean {
  const isBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);
  return isBase64 && text !== "" && text.length <= maxLengths.thumbHash;
}

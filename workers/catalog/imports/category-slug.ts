import { sha256Hex } from "../../kit/encoding.ts";
import type { CategoryPath } from "../domain/category-paths.ts";
import { slugify } from "../domain/fields.ts";
import { maxLengths } from "../domain/limits.ts";

/** Numbers of hexadecimal digits that a slug may end with. The first one that gives a free slug is used. */
const digestLengths = [8, 16, 32, 64];

/**
 * Returns the slug of a new category. It ends with digits of the path's SHA-256 when the names alone give no slug, a slug
 * that is too long, or a slug that is taken.
 */
export async function slugOfPath(path: CategoryPath, isTaken: (slug: string) => boolean): Promise<string> {
  const slug = slugify(path.join("-"));
  if (slug !== "" && slug.length <= maxLengths.slug && !isTaken(slug)) return slug;
  const digest = await sha256Hex(path.join("/").normalize("NFC"));
  for (const length of digestLengths) {
    const start = slug.slice(0, maxLengths.slug - length - 1).replace(/-+$/, "");
    const candidate = [start, digest.slice(0, length)].filter((part) => part !== "").join("-");
    if (!isTaken(candidate)) return candidate;
  }
  throw new Error(`no slug is free for the category path ${path.join("/")}`);
}

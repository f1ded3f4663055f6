/** Returns whether the text has a character that a reader sees: neither white space nor ignorable, as U+200B is. */
export function hasVisibleCharacter(text: string): boolean {
  return /[^\p{White_Space}\p{Default_Ignorable_Code_Point}]/u.test(text);
}

/** Returns whether the text is a slug of at most `maxLength` characters: a-z, 0-9 and single hyphens. */
export function isSlugWithin(text: string, maxLength: number): boolean {
  return text.length <= maxLength && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}

/**
 * Returns whether the text has no control characters, and none that embed, isolate or override a writing direction. Those
 * change how the text around them is displayed. The marks U+200E and U+200F are allowed.
 */
export function isPrintable(text: string): boolean {
  return !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text);
}

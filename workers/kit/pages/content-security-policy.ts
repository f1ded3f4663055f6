/**
 * Returns the content security policy of a page: scripts of this origin, and the style sheets with these hashes. `allowed` adds
 * hosts by directive.
 */
export function toContentSecurityPolicy(
  styleHashes: readonly string[],
  allowed: Readonly<Record<string, readonly string[]>> = {},
): string {
  const directives: Readonly<Record<string, readonly string[]>> = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": styleHashes.map((hash) => `'${hash}'`),
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
  };
  const names = [...new Set([...Object.keys(directives), ...Object.keys(allowed)])];
  return names.map((name) => [name, ...(directives[name] ?? []), ...(allowed[name] ?? [])].join(" ")).join("; ");
}

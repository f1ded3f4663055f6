/** The API serves no pages, and browsers must not guess a content type. */
const securityHeaders: readonly (readonly [string, string])[] = [
  ["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
  ["cross-origin-resource-policy", "same-origin"],
  ["referrer-policy", "no-referrer"],
  ["strict-transport-security", "max-age=63072000; includeSubDomains"],
  ["x-content-type-options", "nosniff"],
  ["x-frame-options", "DENY"],
];

/** GraphiQL, in development only, is a page. Its scripts and styles are inline, and it connects only to this origin. */
const graphiqlPolicy = "default-src 'self' data: blob: 'unsafe-inline'; frame-ancestors 'none'";

/** Sets the security headers that all responses share. */
export function setSecurityHeaders(headers: Headers): void {
  for (const [name, value] of securityHeaders) headers.set(name, value);
  if (headers.get("content-type")?.startsWith("text/html")) headers.set("content-security-policy", graphiqlPolicy);
}

const securityHeaders: readonly (readonly [string, string])[] = [
  ["cross-origin-opener-policy", "same-origin"],
  ["cross-origin-resource-policy", "same-origin"],
  ["permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(self)"],
  ["referrer-policy", "strict-origin-when-cross-origin"],
  ["strict-transport-security", "max-age=63072000; includeSubDomains"],
  ["x-content-type-options", "nosniff"],
];

/** Sets the security headers that all responses of this Worker share. Pages have a content security policy besides. */
export function setSecurityHeaders(headers: Headers): void {
  for (const [name, value] of securityHeaders) headers.set(name, value);
}

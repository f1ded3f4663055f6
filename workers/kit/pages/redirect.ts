/** Responds with a redirect after a form. The browser loads the path with GET. */
export function redirectTo(path: string): Response {
  return new Response(null, { status: 303, headers: { location: path, "cache-control": "no-store" } });
}

/** Returns the path to continue at that a form names. Paths of other sites are ignored. */
export function toNextPath(next: string, fallback: string): string {
  return /^\/(?![/\\])[^\s]*$/.test(next) ? next : fallback;
}

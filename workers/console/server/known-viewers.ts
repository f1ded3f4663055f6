import type { Viewer } from "./viewer.ts";

/**
 * Viewers by their session, for the fault lab: while the database is down, nothing else says who is signed in, and the lab must still
 * be able to end the outage. Only a development environment has a lab.
 */
const known = new Map<string, { readonly viewer: Viewer; readonly until: number }>();
const maxViewers = 50;
const lifetimeMs = 15 * 60_000;

export function rememberViewer(session: string, viewer: Viewer): void {
  if (known.size >= maxViewers) known.clear();
  known.set(session, { viewer, until: Date.now() + lifetimeMs });
}

export function recallViewer(session: string): Viewer | undefined {
  const found = known.get(session);
  return found !== undefined && found.until > Date.now() ? found.viewer : undefined;
}

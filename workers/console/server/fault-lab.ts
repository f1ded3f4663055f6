import { outboundFetch } from "../../kit/outbound-fetch.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import { readConfig } from "../config.ts";
import type { PageContext } from "./page-context.ts";

/** The states of a service, with what they mean. */
export const serviceStates = [
  { state: "up", label: "Up" },
  { state: "down", label: "Down" },
  { state: "slow", label: "Slow" },
  { state: "cut_off", label: "Cut off" },
] as const;

export interface LabService {
  readonly name: string;
  /** Null for a service that this shop does not run. */
  readonly state: string | null;
}

const timeoutMs = 2_000;

/** Returns the services of the local shop with their states. */
export function listServices(c: PageContext): Promise<readonly LabService[]> {
  return call(c, "/services", { method: "GET" });
}

/** Sets the state of a service of the local shop. */
export async function setService(c: PageContext, name: string, state: string): Promise<void> {
  const body = JSON.stringify({ state });
  await call(c, `/services/${encodeURIComponent(name)}`, { method: "PUT", body });
}

async function call(c: PageContext, path: string, init: RequestInit): Promise<readonly LabService[]> {
  const { faultLab } = readConfig(c.env);
  if (faultLab === undefined) throw new PageNotFound();
  const response = await outboundFetch(`${faultLab.origin}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${faultLab.token}` },
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.status === 400 || response.status === 404) throw new PageNotFound();
  if (!response.ok) throw new Error(`The fault lab responded with status ${response.status}`);
  return (await response.json<{ services: readonly LabService[] }>()).services;
}

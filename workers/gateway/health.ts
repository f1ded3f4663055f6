const budgetMs = 1_000;

type Dependencies = Readonly<Record<string, boolean>>;

/** Whether every service can do its work, each asked for a second at most. 503 when one cannot. */
export async function readyz(env: Env): Promise<Response> {
  const services = { account: env.ACCOUNT, catalog: env.CATALOG, order: env.ORDER };
  const reports = await Promise.all(
    Object.entries(services).map(async ([name, service]) => [name, await ask(service)] as const),
  );
  const ready = reports.every(([, report]) => report.ready);
  return Response.json({ ready, services: Object.fromEntries(reports) }, { status: ready ? 200 : 503 });
}

async function ask(service: Fetcher): Promise<{ ready: boolean; dependencies: Dependencies }> {
  try {
    const response = await service.fetch("http://service/ready", { signal: AbortSignal.timeout(budgetMs) });
    return await response.json();
  } catch {
    return { ready: false, dependencies: {} };
  }
}

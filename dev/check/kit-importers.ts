/** A file of kit that fewer than two Workers use. */
export interface Unshared {
  readonly file: string;
  readonly workers: readonly string[];
}

/**
 * Finds the files of kit that fewer than two Workers use, directly or through other files of kit. `imports` maps each file
 * to the files that it imports.
 */
export function findUnshared(imports: ReadonlyMap<string, readonly string[]>): readonly Unshared[] {
  const reached = new Map<string, Set<string>>();
  for (const [file, targets] of imports) {
    const worker = /^workers\/(?!kit\/)([^/]+)\//.exec(file)?.[1];
    if (worker === undefined || isTest(file)) continue;
    for (const target of targets) markReached(imports, reached, target, worker);
  }
  return [...imports.keys()]
    .filter((file) => isKit(file) && !isTest(file))
    .map((file) => ({ file, workers: [...(reached.get(file) ?? [])].sort() }))
    .filter(({ workers }) => workers.length < 2);
}

function markReached(
  imports: ReadonlyMap<string, readonly string[]>,
  reached: Map<string, Set<string>>,
  file: string,
  worker: string,
): void {
  if (!isKit(file)) return;
  const workers = reached.get(file) ?? new Set();
  if (workers.has(worker)) return;
  reached.set(file, workers.add(worker));
  for (const target of imports.get(file) ?? []) markReached(imports, reached, target, worker);
}

function isKit(file: string): boolean {
  return file.startsWith("workers/kit/");
}

function isTest(file: string): boolean {
  return file.endsWith(".test.ts");
}

/** Returns the paths of the fields that are present. Absent fields stay unchanged. */
export function presentPaths(values: object, paths: Readonly<Record<string, string>>): string[] {
  return Object.keys(values).flatMap((name) => paths[name] ?? []);
}

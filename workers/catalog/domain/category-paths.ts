import { foldCase } from "../../kit/domain/case-folding.ts";

/** Category names from a root. */
export type CategoryPath = readonly string[];

/** What identifies a category by its names. */
export interface NamedCategory {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
  /** The path that the category was created with. Empty when it is unknown. */
  readonly createdPath: CategoryPath;
}

/** Returns the category at a path, or undefined. */
export type FindCategory = (path: CategoryPath) => string | undefined;

/** Returns an equal string for equal paths. Names contain no control characters. */
export const pathKey = (path: CategoryPath): string => path.map(foldCase).join("\n");

/**
 * Finds categories by the names on their path, level by level, without regard to case. A renamed or moved category is also
 * found by the path that it was created with. Slugs do not count. The first of two equal categories wins.
 */
export function indexCategories(categories: readonly NamedCategory[]): FindCategory {
  const children = new Map<string, string>();
  const created = new Map<string, string>();
  const childKey = (parentId: string, name: string) => `${parentId}\n${foldCase(name)}`;
  for (const { id, name, parentId, createdPath } of categories) {
    addIfAbsent(children, childKey(parentId ?? "", name), id);
    if (createdPath.length > 0) addIfAbsent(created, pathKey(createdPath), id);
  }
  return (path) => {
    let id: string | undefined = "";
    for (const [index, name] of path.entries()) {
      const child: string | undefined = id === undefined ? undefined : children.get(childKey(id, name));
      id = child ?? created.get(pathKey(path.slice(0, index + 1)));
    }
    return id;
  };
}

function addIfAbsent(map: Map<string, string>, key: string, value: string): void {
  if (!map.has(key)) map.set(key, value);
}

import manifest from "assets-manifest";

/** The URL of the script that starts islands. */
export const loaderUrl = manifest.loader;

/** Returns a style sheet by its name. Throws when it was not built. */
export function getStyle(name: string): { readonly css: string; readonly hash: string } {
  const style = manifest.styles[name];
  if (style === undefined) throw new Error(`The style sheet ${name} does not exist`);
  return style;
}

/** Returns the URLs of the modules of an island. Throws when it was not built. */
export function getIslandModules(name: string): readonly string[] {
  const modules = manifest.islands[name];
  if (modules === undefined) throw new Error(`The island ${name} does not exist`);
  return modules;
}

/** Returns the URL of a font, by the beginning of its name. */
export function getFontUrl(name: string): string {
  return Object.entries(manifest.files).find(([file]) => file.startsWith(name))?.[1] ?? "";
}

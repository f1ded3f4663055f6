/** The built static files. dev/build/assets.ts writes the module. */
declare module "assets-manifest" {
  const manifest: {
    readonly loader: string;
    readonly islands: Readonly<Record<string, readonly string[]>>;
    readonly styles: Readonly<Record<string, { readonly css: string; readonly hash: string }>>;
    readonly files: Readonly<Record<string, string>>;
  };
  export default manifest;
}

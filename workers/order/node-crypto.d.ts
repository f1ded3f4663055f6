// The runtime has Node's module (`nodejs_compat`). Its own hash functions are asynchronous.
declare module "node:crypto" {
  export function createHash(algorithm: "sha256"): {
    update(text: string): { digest(encoding: "hex"): string };
  };
}

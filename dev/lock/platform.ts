/** The three fields by which npm selects the package of a platform. */
export interface Platform {
  readonly os: readonly string[];
  readonly cpu: readonly string[];
  readonly libc?: readonly string[];
}

const systems: Readonly<Record<string, string>> = {
  aix: "aix",
  android: "android",
  darwin: "darwin",
  freebsd: "freebsd",
  linux: "linux",
  linuxmusl: "linux",
  netbsd: "netbsd",
  openbsd: "openbsd",
  openharmony: "openharmony",
  sunos: "sunos",
  win32: "win32",
  windows: "win32",
};

const processors: Readonly<Record<string, string>> = {
  "64": "x64",
  aarch64: "arm64",
  arm: "arm",
  arm64: "arm64",
  armv7: "arm",
  ia32: "ia32",
  loong64: "loong64",
  mips64el: "mips64el",
  ppc64: "ppc64",
  riscv64: "riscv64",
  s390x: "s390x",
  x64: "x64",
};

const libraries: Readonly<Record<string, string>> = { gnu: "glibc", musl: "musl", linuxmusl: "musl" };

/**
 * Derives the platform from a package name: `@esbuild/darwin-arm64`, `lightningcss-linux-x64-musl`. Returns undefined if
 * the name has no platform. The test compares it with every entry of the lock file that npm wrote.
 */
export function findPlatform(packageName: string): Platform | undefined {
  const parts = packageName.slice(packageName.lastIndexOf("/") + 1).split("-");
  const at = parts.findLastIndex((part) => systems[part] !== undefined);
  const os = systems[parts[at] ?? ""];
  const cpu = processors[parts[at + 1] ?? ""];
  if (os === undefined || cpu === undefined) return undefined;
  const libc = os === "linux" ? (libraries[parts[at + 2] ?? ""] ?? libraries[parts[at] ?? ""]) : undefined;
  return { os: [os], cpu: [cpu], ...(libc === undefined ? {} : { libc: [libc] }) };
}

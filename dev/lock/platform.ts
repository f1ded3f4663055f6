/** What a package built for one platform says about itself: the three fields npm chooses by. */
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
 * Reads the platform from the name of a package, `@esbuild/darwin-arm64` or `lightningcss-linux-x64-musl`; undefined
 * when the name states none. The test holds it against every entry of the lock that npm itself described.
 */
export function findPlatform(packageName: string): Platform | undefined {
  const words = packageName.slice(packageName.lastIndexOf("/") + 1).split("-");
  const at = words.findLastIndex((word) => systems[word] !== undefined);
  const os = systems[words[at] ?? ""];
  const cpu = processors[words[at + 1] ?? ""];
  if (os === undefined || cpu === undefined) return undefined;
  const libc = os === "linux" ? (libraries[words[at + 2] ?? ""] ?? libraries[words[at] ?? ""]) : undefined;
  return { os: [os], cpu: [cpu], ...(libc === undefined ? {} : { libc: [libc] }) };
}

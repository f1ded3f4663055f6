import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../dev/build/root.ts";
import { type ProfiledName, profiledRequests } from "../../support/profiled-requests.ts";
import { sendProfiled } from "../send-profiled.ts";
import type { BenchShop } from "../shop.ts";
import type { DoWork, PeerShop } from "./shop.ts";

/** Returns the works of a running shop. A full order is one request of Stoa's API. */
export function describeStoa(shop: BenchShop): PeerShop {
  const send =
    (name: ProfiledName): DoWork =>
    (index) =>
      sendProfiled(shop, profiledRequests[name], index);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  return {
    name: "Stoa",
    version,
    processes: shop.processes,
    works: {
      "list of 10": send("list"),
      "search of 10": send("search"),
      login: send("login"),
      "full order": send("order"),
    },
  };
}

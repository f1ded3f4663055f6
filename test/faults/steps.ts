import { InventoryService } from "../../proto/gen/catalog/v1/inventory_pb.js";
import type { Passing } from "./wire.ts";

/** The steps of an order as they can be seen on the wire: each is one request to the world outside. */
export const steps = [
  "claimKey",
  "reserveStock",
  "startPayment",
  "confirmPayment",
  "createOrder",
  "capturePayment",
  "commitStock",
  "projectOrder",
  "releaseStock",
  "voidPayment",
  "refundPayment",
  "restock",
] as const;
export type Step = (typeof steps)[number];

/** Nothing of the order is on disk yet when this one is made. */
export const beforeFirstCommit: readonly Step[] = ["claimKey"];

const { reserve, commit, release, restock } = InventoryService.method;
const rpcs: Readonly<Record<string, Step>> = {
  [reserve.name]: "reserveStock",
  [commit.name]: "commitStock",
  [release.name]: "releaseStock",
  [restock.name]: "restock",
};
const payments: Readonly<Record<string, Step>> = {
  confirm: "confirmPayment",
  capture: "capturePayment",
  cancel: "voidPayment",
};

/** Which step of this order a request is; undefined for every other request. */
export function stepOf({ method, path, headers, body }: Passing, orderId: string): Step | undefined {
  const key = headers["idempotency-key"];
  if (path.startsWith("/v1/")) {
    if (method !== "POST" || typeof key !== "string" || !key.startsWith(orderId)) return undefined;
    const [, , resource, , action = ""] = path.split("/");
    if (resource === "refunds") return "refundPayment";
    return action === "" ? "startPayment" : payments[action];
  }
  if (!body.includes(orderId)) return undefined;
  if (path !== "/sql") return rpcs[path.slice(path.lastIndexOf("/") + 1)];
  const text = body.toString("utf8");
  if (!text.includes('insert into \\"orders\\"')) return undefined;
  if (text.includes('"CLAIMED"')) return "claimKey";
  return text.includes('"AUTHORIZED"') ? "createOrder" : "projectOrder";
}

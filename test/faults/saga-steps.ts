import { InventoryService } from "../../proto/gen/catalog/v1/inventory_pb.js";
import type { ProxiedRequest } from "./fault-proxy.ts";

/** The steps of an order's saga that a proxy can recognize. Each is one request to a dependency. */
export const sagaSteps = [
  "claimKey",
  "reserveStock",
  "authorizePayment",
  "capturePayment",
  "projectOrder",
  "releaseStock",
  "voidPayment",
  "refundPayment",
  "restock",
] as const;
export type SagaStep = (typeof sagaSteps)[number];

/** Steps that run before any event of the order is on disk. */
export const stepsBeforeFirstCommit: readonly SagaStep[] = ["claimKey"];

const { reserve, release, restock } = InventoryService.method;
const stepByRpc: Readonly<Record<string, SagaStep>> = {
  [reserve.name]: "reserveStock",
  [release.name]: "releaseStock",
  [restock.name]: "restock",
};
const stepByPaymentAction: Readonly<Record<string, SagaStep>> = {
  capture: "capturePayment",
  cancel: "voidPayment",
};

/** Returns the step of this order that the request performs; undefined for every other request. */
export function findStep({ method, path, headers, body }: ProxiedRequest, orderId: string): SagaStep | undefined {
  const key = headers["idempotency-key"];
  if (path.startsWith("/v1/")) {
    if (method !== "POST" || typeof key !== "string" || !key.startsWith(orderId)) return undefined;
    const [, , resource, , action = ""] = path.split("/");
    if (resource === "refunds") return "refundPayment";
    return action === "" ? "authorizePayment" : stepByPaymentAction[action];
  }
  if (!body.includes(orderId)) return undefined;
  if (path !== "/sql") return stepByRpc[path.slice(path.lastIndexOf("/") + 1)];
  const statement = body.toString("utf8");
  if (!statement.includes("insert into orders ")) return undefined;
  return statement.includes("'CLAIMED'") ? "claimKey" : "projectOrder";
}

import { StatusBadge, type StatusKind, toWords } from "./status-badge.tsx";

const kinds: Readonly<Record<string, StatusKind>> = {
  CART: "off",
  PLACED: "progress",
  RESERVED: "progress",
  AUTHORIZED: "progress",
  CREATED: "progress",
  CAPTURED: "progress",
  CONFIRMED: "success",
  FULFILLED: "done",
  DELIVERED: "done",
  REJECTED: "bad",
  CANCELLED: "off",
  NEEDS_ATTENTION: "warning",
};

/** The status of an order. */
export function OrderStatus({ status }: { readonly status: string }) {
  return <StatusBadge kind={kinds[status] ?? "progress"} label={toWords(status)} />;
}

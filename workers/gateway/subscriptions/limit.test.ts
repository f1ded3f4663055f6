import { expect, it } from "vitest";
import { Failure } from "../../kit/errors/failure.ts";
import { acquireSubscription } from "./limit.ts";

/** Opens a subscription. Returns the controller that ends it, or the reason of its rejection. */
function open(owner: string): AbortController | string {
  const connection = new AbortController();
  try {
    acquireSubscription(owner, connection.signal);
    return connection;
  } catch (error) {
    return error instanceof Failure ? error.reason : String(error);
  }
}

const openMany = (count: number, ownerOf: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => open(ownerOf(index)));
const endAll = (all: readonly (AbortController | string)[]) => {
  for (const one of all) if (typeof one !== "string") one.abort();
};

it("allows fifty open subscriptions per owner", () => {
  const fifty = openMany(50, () => "account a");
  expect(fifty.filter((one) => typeof one === "string")).toEqual([]);
  expect(open("account a")).toBe("TOO_MANY_SUBSCRIPTIONS");
  const other = open("account b");
  expect(other).toBeInstanceOf(AbortController);
  endAll(fifty.slice(0, 1));
  const again = open("account a");
  expect(again).toBeInstanceOf(AbortController);
  expect(open("account a")).toBe("TOO_MANY_SUBSCRIPTIONS");
  endAll([...fifty, other, again]);
});

it("allows two thousand open subscriptions in total", () => {
  const all = openMany(2_000, (index) => `address ${index % 100}`);
  expect(all.filter((one) => typeof one === "string")).toEqual([]);
  expect(open("account late")).toBe("OVERLOADED");
  endAll(all.slice(-1));
  const late = open("account late");
  expect(late).toBeInstanceOf(AbortController);
  expect(open("account later")).toBe("OVERLOADED");
  endAll([...all, late]);
  endAll(openMany(2_000, (index) => `address ${index % 40}`));
});

it("does not count a subscription whose client has disconnected already", () => {
  for (let index = 0; index < 60; index++) acquireSubscription("account disconnected", AbortSignal.abort());
  const one = open("account disconnected");
  expect(one).toBeInstanceOf(AbortController);
  endAll([one]);
});

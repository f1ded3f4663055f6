import { expect, it } from "vitest";
import { Failure } from "../../kit/errors/failure.ts";
import { acquireSubscription } from "./limit.ts";

/** Opens one; tells why it is refused, or gives what ends it. */
function open(subscriber: string): AbortController | string {
  const connection = new AbortController();
  try {
    acquireSubscription(subscriber, connection.signal);
    return connection;
  } catch (error) {
    return error instanceof Failure ? error.reason : String(error);
  }
}

const openMany = (count: number, subscriber: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => open(subscriber(index)));
const endAll = (all: readonly (AbortController | string)[]) => {
  for (const one of all) if (typeof one !== "string") one.abort();
};

it("fifty are open of one subscriber, and another one when one is over", () => {
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

it("two thousand are open of all, however many subscribers there are, and another one when one is over", () => {
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

it("one whose client is gone already is not counted", () => {
  for (let index = 0; index < 60; index++) acquireSubscription("account gone", AbortSignal.abort());
  const one = open("account gone");
  expect(one).toBeInstanceOf(AbortController);
  endAll([one]);
});

import { type Timestamp, timestampDate } from "@bufbuild/protobuf/wkt";
import type { Money as MoneyMessage } from "../../../../proto/gen/common/v1/money_pb.js";

/** Returns a message field that the service always sets. Throws when it is missing, which is a bug of the service. */
export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} is missing`);
  return value;
}

export function toDate(time: Timestamp | undefined): Date {
  return timestampDate(required(time, "a time"));
}

export function requireMoney(money: MoneyMessage | undefined): MoneyMessage {
  return required(money, "an amount");
}

/** Maps the input of an amount. */
export function toMoneyMessage({ amountMinor, currency }: { readonly amountMinor: bigint; readonly currency: string }) {
  return { amountMinor, currencyCode: currency };
}

/** Returns a copy without null and undefined fields. Protobuf messages have absent fields, not null. */
export function omitNullish<T extends object>(value: T): { [K in keyof T]: NonNullable<T[K]> } {
  const entries = Object.entries(value).filter(([, part]) => part !== null && part !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: NonNullable<T[K]> };
}

/** Returns the date of a time that may be absent. */
export function toOptionalDate(time: Timestamp | undefined): Date | null {
  return time === undefined ? null : timestampDate(time);
}

type NameOf<Enum> = Exclude<keyof Enum & string, "UNSPECIFIED">;

/** Returns the name of a value of an enum of the contract. */
export function requireName<Enum extends Readonly<Record<number, string>>>(names: Enum, value: number): NameOf<Enum> {
  const name = names[value];
  if (name === undefined || name === "UNSPECIFIED") throw new Error(`unknown value ${value} of an enum`);
  return name as NameOf<Enum>;
}

import { expect, it } from "vitest";
import { normaliseIp } from "./client-ip.ts";

it.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"],
  ["2001:0db8:0001:0002::", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["2001:db8:0:0:9::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["::", "0:0:0:0::/64"],
])("normaliseIp(%j) returns %j", (address, expected) => {
  expect(normaliseIp(address)).toBe(expected);
});

it.each([
  [""],
  ["local"],
  ["192.0.2"],
  ["192.0.2.256"],
  ["192.0.2.1, 198.51.100.1"],
  ["2001:db8"],
  ["1:2:3:4:5:6:7:8:9"],
  ["1:2:3:4:5:6:7:8::"],
  ["1::2::3"],
  ["2001:db8:::1"],
  ["2001:db8::12345"],
  ["2001:db8::g"],
  ["[2001:db8::1]"],
])("normaliseIp(%j) returns undefined", (address) => {
  expect(normaliseIp(address)).toBeUndefined();
});

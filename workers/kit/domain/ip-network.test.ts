import { describe, expect, it } from "vitest";
import { isInNetworks, parseCidr, toSubscriberNetwork } from "./ip-network.ts";

describe("parseCidr", () => {
  it.each([
    ["192.0.2.0/24", "192.0.2.0/24"],
    [" 192.0.2.7 ", "192.0.2.7/32"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["2001:DB8::/32", "2001:db8::/32"],
    ["2001:db8::1", "2001:db8::1/128"],
    ["::/0", "::/0"],
  ])("normalises %j to %j", (text, expected) => {
    expect(parseCidr(text)).toBe(expected);
  });

  it.each([
    "",
    "192.0.2.0/33",
    "192.0.2.1/24",
    "192.0.2/24",
    "192.0.2.256/32",
    "192.0.2.0/",
    "192.0.2.0/24/1",
    "192.0.2.0/-1",
    "192.0.2.0/024",
    "2001:db8::/129",
    "2001:db8::1/32",
    "2001:db8",
    "1::2::3/128",
    "example.com",
  ])("rejects %j", (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });
});

describe("toSubscriberNetwork", () => {
  it.each([
    ["2001:db8:7:1::/64", "2001:db8:7::/48"],
    ["2001:db8:7:ffff::/64", "2001:db8:7::/48"],
    ["2001:db8:8:1::/64", "2001:db8:8::/48"],
    ["192.0.2.1", undefined],
    ["local", undefined],
    ["2001:db8:7:1::1", undefined],
  ])("of %s is %s", (ip, expected) => {
    expect(toSubscriberNetwork(ip)).toBe(expected);
  });
});

describe("isInNetworks", () => {
  it.each([
    ["192.0.2.9", ["198.51.100.0/24", "192.0.2.0/24"], true],
    ["192.0.3.9", ["192.0.2.0/24"], false],
    ["::ffff:192.0.2.9", ["192.0.2.0/24"], true],
    ["2001:db8:1::9", ["2001:db8::/32"], true],
    ["2001:db9::9", ["2001:db8::/32"], false],
    ["192.0.2.9", ["::/0"], true],
    ["192.0.2.9", [], false],
    ["", ["0.0.0.0/0"], false],
    ["local", ["0.0.0.0/0"], false],
  ])("of %j in %j is %j", (ip, networks, expected) => {
    expect(isInNetworks(ip, networks)).toBe(expected);
  });
});

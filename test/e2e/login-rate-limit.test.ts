import { describe, expect, it } from "vitest";
import { person } from "../support/accounts.ts";
import { request } from "../support/graphql-request.ts";
import { runRedisCommand } from "../support/redis-command.ts";
import { useShop } from "../support/use-shop.ts";

const shop = useShop({ limits: true });

const sendMutation = (ip: string, query: string) =>
  request(shop.url, { query }, { headers: { "cf-connecting-ip": ip } });

/** Runs a mutation from an IP address. Returns "done" for each payload without user errors, then all error codes. */
async function outcomesOf(ip: string, mutation: string): Promise<readonly string[]> {
  const { data, codes } = await sendMutation(ip, mutation);
  type Payload = { readonly userErrors: readonly { readonly code: string }[] } | null;
  const payloads: Payload[] = Object.values(data ?? {});
  const done = payloads.filter((payload) => payload?.userErrors.length === 0).map(() => "done");
  const userErrors = payloads.flatMap((payload) => payload?.userErrors.map(({ code }) => code) ?? []);
  return [...done, ...userErrors, ...codes];
}

const loginField = (email: string, password: string, alias = "login") =>
  `${alias}: login(input: {email: "${email}", password: "${password}"}) { userErrors { code } }`;
const login = async (ip: string, email: string, password: string) =>
  (await outcomesOf(ip, `mutation { ${loginField(email, password)} }`))[0];

let users = 0;
async function registerUser(ip: string): Promise<string> {
  const email = `throttled-${++users}@example.com`;
  const input = `{email: "${email}", password: "${person.password}", firstName: "A", lastName: "B"}`;
  expect(await outcomesOf(ip, `mutation { register(input: ${input}) { userErrors { code } } }`)).toEqual(["done"]);
  return email;
}

describe("the limit of failed logins", () => {
  it("rejects the sixth login to an account from one IP address, and does not affect other addresses", async () => {
    const email = await registerUser("192.0.2.1");
    for (let count = 0; count < 5; count++) {
      expect(await login("192.0.2.66", email, "guess guess")).toBe("INVALID_CREDENTIALS");
    }
    expect(await login("192.0.2.66", email, "guess guess")).toBe("RATE_LIMITED");
    expect(await login("192.0.2.66", email, person.password)).toBe("RATE_LIMITED");
    expect(await login("192.0.2.66", email.toUpperCase(), "guess guess")).toBe("RATE_LIMITED");
    expect(await login("192.0.2.1", email, person.password)).toBe("done");
  });

  it("counts each alias of one document", async () => {
    const email = await registerUser("192.0.2.2");
    const guesses = Array.from({ length: 12 }, (_, index) => loginField(email, `guess ${index} guess`, `a${index}`));
    // The rejection is a top-level error, so the response has no other result.
    expect(await outcomesOf("192.0.2.67", `mutation { ${guesses.join(" ")} }`)).toEqual(["RATE_LIMITED"]);
  });

  it("counts each alias of one document for an unknown account", async () => {
    const guesses = Array.from({ length: 12 }, (_, index) => loginField("a@example.com", "guess guess", `a${index}`));
    expect(await outcomesOf("192.0.2.71", `mutation { ${guesses.join(" ")} }`)).toEqual(["RATE_LIMITED"]);
  });

  it("counts each of 20 concurrent requests", async () => {
    const email = await registerUser("192.0.2.2");
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => login("192.0.2.68", email, `guess ${index} guess`)),
    );
    expect(outcomes.filter((code) => code === "INVALID_CREDENTIALS")).toHaveLength(5);
  });

  it("does not count successful logins", async () => {
    const email = await registerUser("192.0.2.3");
    for (let round = 0; round < 4; round++) {
      expect(await login("192.0.2.3", email, "guess guess")).toBe("INVALID_CREDENTIALS");
      for (let count = 0; count < 3; count++) {
        await expect.poll(() => login("192.0.2.3", email, person.password)).toBe("done");
      }
    }
  });

  it("blocks an IP address that tries many accounts, except for users who signed in from it before", async () => {
    const resident = await registerUser("192.0.2.4");
    expect(await login("192.0.2.4", resident, person.password)).toBe("done");
    const outcomes: (string | undefined)[] = [];
    for (let count = 0; count < 22; count++) {
      outcomes.push(await login("192.0.2.4", `stuffed-${count}@example.com`, "guess guess"));
    }
    expect(outcomes.slice(0, 20)).toEqual(Array(20).fill("INVALID_CREDENTIALS"));
    expect(outcomes.slice(20)).toEqual(["RATE_LIMITED", "RATE_LIMITED"]);
    expect(await login("192.0.2.4", resident, person.password)).toBe("done");
  });

  it("requires a confirmation by mail from new addresses for an account that is attacked from many", async () => {
    const email = await registerUser("192.0.2.5");
    const outcomes: (string | undefined)[] = [];
    for (let first = 0; first < 104; first += 4) {
      const batch = [0, 1, 2, 3].map((index) => login(`198.51.100.${first + index}`, email, "guess guess"));
      outcomes.push(...(await Promise.all(batch)));
    }
    expect(outcomes.filter((code) => code === "INVALID_CREDENTIALS")).toHaveLength(100);
    expect(outcomes.filter((code) => code === "EMAIL_CONFIRMATION_REQUIRED")).toHaveLength(4);
    expect(await login("203.0.113.1", email, "guess guess")).toBe("EMAIL_CONFIRMATION_REQUIRED");
    expect(await login("203.0.113.2", email, person.password)).toBe("EMAIL_CONFIRMATION_REQUIRED");
  });
});

describe("the wait after too many failed logins", () => {
  it("is reported in seconds", async () => {
    const email = await registerUser("192.0.2.6");
    for (let count = 0; count < 5; count++) await login("192.0.2.69", email, "guess guess");
    const { errors } = await sendMutation("192.0.2.69", `mutation { ${loginField(email, "guess guess")} }`);
    const seconds = Number(errors[0]?.extensions.retryAfterSeconds);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(900);
  });

  it("is longer than 15 minutes after ten failures", async () => {
    const email = await registerUser("192.0.2.7");
    const failFiveTimes = async () => {
      for (let count = 0; count < 5; count++) await login("192.0.2.70", email, "guess guess");
    };
    await failFiveTimes();
    await deleteLimits("limit:short:*");
    await failFiveTimes();
    await deleteLimits("limit:short:*");
    expect(await login("192.0.2.70", email, "guess guess")).toBe("RATE_LIMITED");
  });
});

describe("mails", () => {
  const mailsTo = (email: string) => shop.mails().filter(({ to }) => to.includes(email));
  const requestReset = (ip: string, email: string) =>
    outcomesOf(ip, `mutation { requestPasswordReset(input: {email: "${email}"}) { userErrors { code } } }`);
  /** Longer than a mail takes. */
  const settle = () => new Promise((resolve) => setTimeout(resolve, 300));

  it("are limited to three an hour per receiver, and the response does not reveal the limit", async () => {
    const email = await registerUser("192.0.2.8");
    for (let count = 0; count < 6; count++) {
      expect(await requestReset(`192.0.2.${100 + count}`, email)).toEqual(["done"]);
    }
    // The first is the mail that confirms the address.
    await expect.poll(() => mailsTo(email).length).toBe(3);
    await settle();
    expect(mailsTo(email).filter(({ subject }) => /Reset your password/.test(subject))).toHaveLength(2);
  });

  it("are sent to an owner who resets the password from a known address, after a stranger has used up the limit", async () => {
    const email = await registerUser("192.0.2.9");
    expect(await login("192.0.2.9", email, person.password)).toBe("done");
    for (let count = 0; count < 4; count++) await requestReset(`192.0.2.${110 + count}`, email);
    await expect.poll(() => mailsTo(email).length).toBe(3);
    await expect.poll(() => runRedisCommand(shop, "KEYS", "known:*")).not.toEqual([]);
    for (let count = 0; count < 5; count++) await requestReset("192.0.2.9", email);
    await expect.poll(() => mailsTo(email).length).toBe(6);
    await settle();
    expect(mailsTo(email)).toHaveLength(6);
  });
});

/** Deletes counters from Redis, as if their time had passed. */
async function deleteLimits(pattern: string): Promise<void> {
  for (const key of (await runRedisCommand(shop, "KEYS", pattern)) as string[]) await runRedisCommand(shop, "DEL", key);
}

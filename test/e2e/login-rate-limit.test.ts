import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { person } from "../support/accounts.ts";
import { openShop, type Shop } from "../support/harness.ts";

let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ limits: true });
});

afterAll(() => shop?.stop());

interface Reply {
  readonly data: Readonly<Record<string, { readonly userErrors: readonly { readonly code: string }[] } | null>> | null;
  readonly errors?: readonly { readonly extensions: Readonly<Record<string, unknown>> }[];
}

/** What came of each operation of a document, as seen from a network address. */
async function ask(address: string, query: string, token?: string): Promise<readonly string[]> {
  const response = await fetch(`${shop.url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "cf-connecting-ip": address,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query }),
  });
  const { data, errors = [] } = (await response.json()) as Reply;
  const told = Object.values(data ?? {}).flatMap((payload) => payload?.userErrors.map(({ code }) => code) ?? []);
  const done = Object.values(data ?? {})
    .filter((payload) => payload?.userErrors.length === 0)
    .map(() => "done");
  return [...done, ...told, ...errors.map(({ extensions }) => String(extensions.code))];
}

const loginOf = (email: string, password: string, name = "login") =>
  `${name}: login(input: {email: "${email}", password: "${password}"}) { userErrors { code } }`;
const login = async (address: string, email: string, password: string) =>
  (await ask(address, `mutation { ${loginOf(email, password)} }`))[0];

let people = 0;
async function newPerson(address: string): Promise<string> {
  const email = `throttled-${++people}@example.com`;
  const input = `{email: "${email}", password: "${person.password}", firstName: "A", lastName: "B"}`;
  expect(await ask(address, `mutation { register(input: ${input}) { userErrors { code } } }`)).toEqual(["done"]);
  return email;
}

describe("passwords", () => {
  it("may be wrong five times from an address; whoever sits elsewhere is not held up", async () => {
    const email = await newPerson("192.0.2.1");
    for (let tried = 0; tried < 5; tried++) {
      expect(await login("192.0.2.66", email, "guess guess")).toBe("INVALID_CREDENTIALS");
    }
    expect(await login("192.0.2.66", email, "guess guess")).toBe("RATE_LIMITED");
    expect(await login("192.0.2.66", email, person.password)).toBe("RATE_LIMITED");
    expect(await login("192.0.2.66", email.toUpperCase(), "guess guess")).toBe("RATE_LIMITED");
    expect(await login("192.0.2.1", email, person.password)).toBe("done");
  });

  it("are counted one by one, also under aliases of one document and all at once", async () => {
    const email = await newPerson("192.0.2.2");
    const guesses = Array.from({ length: 12 }, (_, index) => loginOf(email, `guess ${index} guess`, `a${index}`));
    const outcome = await ask("192.0.2.67", `mutation { ${guesses.join(" ")} }`);
    // What is refused is a top-level error, and ends the document.
    expect(outcome).toEqual(["RATE_LIMITED"]);
    const crowd = await newPerson("192.0.2.2");
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => login("192.0.2.68", crowd, `guess ${index} guess`)),
    );
    expect(outcomes.filter((code) => code === "INVALID_CREDENTIALS")).toHaveLength(5);
  });

  it("that are right cost nothing", async () => {
    const email = await newPerson("192.0.2.3");
    for (let round = 0; round < 4; round++) {
      expect(await login("192.0.2.3", email, "guess guess")).toBe("INVALID_CREDENTIALS");
      for (let time = 0; time < 3; time++) {
        await expect.poll(() => login("192.0.2.3", email, person.password)).toBe("done");
      }
    }
  });

  it("tried against many accounts hold the address, but nobody who signed in from there before", async () => {
    const resident = await newPerson("192.0.2.4");
    expect(await login("192.0.2.4", resident, person.password)).toBe("done");
    const outcomes: (string | undefined)[] = [];
    for (let tried = 0; tried < 22; tried++) {
      outcomes.push(await login("192.0.2.4", `stuffed-${tried}@example.com`, "guess guess"));
    }
    expect(outcomes.slice(0, 20)).toEqual(Array(20).fill("INVALID_CREDENTIALS"));
    expect(outcomes.slice(20)).toEqual(["RATE_LIMITED", "RATE_LIMITED"]);
    expect(await login("192.0.2.4", resident, person.password)).toBe("done");
  });

  it("of one account tried from everywhere leave its owner a try, wherever they are", async () => {
    const email = await newPerson("192.0.2.5");
    const outcomes: (string | undefined)[] = [];
    for (let tried = 0; tried < 104; tried += 4) {
      const few = [0, 1, 2, 3].map((index) => login(`198.51.100.${tried + index}`, email, "guess guess"));
      outcomes.push(...(await Promise.all(few)));
    }
    expect(new Set(outcomes)).toEqual(new Set(["INVALID_CREDENTIALS"]));
    expect(await login("203.0.113.1", email, "guess guess")).toBe("INVALID_CREDENTIALS");
    expect(await login("203.0.113.1", email, "guess guess")).toBe("RATE_LIMITED");
    expect(await login("203.0.113.2", email, person.password)).toBe("done");
  });
});

describe("a wait", () => {
  it("is told in seconds", async () => {
    const email = await newPerson("192.0.2.6");
    for (let tried = 0; tried < 5; tried++) await login("192.0.2.69", email, "guess guess");
    const response = await fetch(`${shop.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", "cf-connecting-ip": "192.0.2.69" },
      body: JSON.stringify({ query: `mutation { ${loginOf(email, "guess guess")} }` }),
    });
    const { errors } = (await response.json()) as Reply;
    const seconds = Number(errors?.[0]?.extensions.retryAfterSeconds);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(900);
  });

  it("grows: after ten failures it is longer than a quarter of an hour", async () => {
    const email = await newPerson("192.0.2.7");
    const failures = async () => {
      for (let tried = 0; tried < 5; tried++) await login("192.0.2.70", email, "guess guess");
    };
    await failures();
    await forget("limit:short:*");
    await failures();
    await forget("limit:short:*");
    expect(await login("192.0.2.70", email, "guess guess")).toBe("RATE_LIMITED");
  });
});

describe("mails", () => {
  it("to one address are few, whoever asks for them, and nobody is told", async () => {
    const email = await newPerson("192.0.2.8");
    for (let asked = 0; asked < 6; asked++) {
      const query = `mutation { requestPasswordReset(input: {email: "${email}"}) { userErrors { code } } }`;
      expect(await ask(`192.0.2.${100 + asked}`, query)).toEqual(["done"]);
    }
    const sent = () => shop.mails().filter(({ to, subject }) => to.includes(email) && /new password/.test(subject));
    await expect.poll(() => sent().length).toBe(3);
    await new Promise((later) => setTimeout(later, 300));
    expect(sent()).toHaveLength(3);
  });
});

/** As if the time of these limits had passed. */
async function forget(pattern: string): Promise<void> {
  const { redisUrl, secrets } = shop.stack.services;
  const command = async (...args: string[]): Promise<unknown> => {
    const response = await fetch(redisUrl, {
      method: "POST",
      headers: { authorization: `Bearer ${secrets.redisToken}` },
      body: JSON.stringify(args),
    });
    return ((await response.json()) as { result: unknown }).result;
  };
  for (const key of (await command("KEYS", pattern)) as string[]) await command("DEL", key);
}

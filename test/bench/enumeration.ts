import { sendGraphql } from "../../dev/cli/shop/api.ts";
import { person, register } from "../support/accounts.ts";
import { openShop } from "../support/harness.ts";

/**
 * `npm run test:user-enumeration`: checks that neither the time nor the body of a response reveals whether an account
 * exists. Samples of both kinds alternate, so that other load on the machine affects both equally.
 */
const samples = 200;
/** A short response time needs more samples for a stable median. */
const manySamples = 600;
const maxDifference = 0.05;
/** Background work of a request ends before the next sample. */
const pauseMs = 40;

interface Kind {
  readonly bodies: Set<string>;
  readonly times: number[];
}

const shop = await openShop();
let failed = 0;
let passed = 0;
try {
  const api = { url: shop.url };
  await register(api, { email: "known@example.com" });
  const login =
    "mutation ($input: LoginInput!) { login(input: $input) { accessToken userErrors { code message field } } }";
  const signIn = (email: string) => ({ input: { email, password: `${person.password}?` } });
  await compare("sign-in", login, { variables: signIn, samples });
  const reset =
    "mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { accepted userErrors { code } } }";
  await compare("password reset", reset, { variables: (email) => ({ input: { email } }), samples: manySamples });
} finally {
  await shop.stop();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

interface Sampling {
  readonly variables: (email: string) => object;
  /** Samples of each kind. */
  readonly samples: number;
}

async function compare(name: string, query: string, { variables, samples }: Sampling): Promise<void> {
  const known: Kind = { bodies: new Set(), times: [] };
  const unknown: Kind = { bodies: new Set(), times: [] };
  const sample = async (kind: Kind, email: string): Promise<void> => {
    const startedAt = performance.now();
    const response = await sendGraphql({ url: shop.url }, query, variables(email));
    kind.times.push(performance.now() - startedAt);
    kind.bodies.add(JSON.stringify(response));
    await new Promise((later) => setTimeout(later, pauseMs));
  };
  for (let count = 0; count < samples; count++) {
    // The order alternates from pair to pair.
    const pair = [() => sample(known, "known@example.com"), () => sample(unknown, "never-seen@example.com")];
    for (const one of count % 2 === 0 ? pair : pair.reverse()) await one();
  }
  const [a, b] = [median(known.times), median(unknown.times)];
  const difference = Math.abs(a - b) / Math.max(a, b);
  const sameBody = new Set([...known.bodies, ...unknown.bodies]).size === 1;
  console.log(
    `${name}: known ${a.toFixed(2)} ms, unknown ${b.toFixed(2)} ms, ${(difference * 100).toFixed(1)} % difference; ` +
      `${sameBody ? "equal bodies" : "different bodies"} (${samples} samples each)`,
  );
  if (difference <= maxDifference && sameBody) passed++;
  else failed++;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

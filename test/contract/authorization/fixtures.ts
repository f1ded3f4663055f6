import { type Api, fetchData } from "../../../dev/cli/shop/api.ts";
import type { Identity } from "../../../workers/kit/auth/identity.ts";
import { newId } from "../../../workers/kit/domain/ids.ts";
import { asUser, login, register, runMutation, type Session, startGuest } from "../../support/accounts.ts";
import { address, importProducts, placeOrder, productLine, type Shop } from "../../support/harness.ts";

/** Who asks, in the order of the tables' columns. The owner comes last, since what they may do they do. */
export const callers = ["anonymous", "guest", "other", "support", "manager", "admin", "owner"] as const;
export type Caller = (typeof callers)[number];

/** What the caller got: through the door, not there for them, or refused at the door. */
export type Outcome = "A" | "H" | "U" | "F";

/** A shop with one of each caller in it, and with things that are the owner's. */
export interface World {
  readonly session: (caller: Caller) => Session;
  /** Somebody else of this kind, for what ends all of their sessions. */
  readonly fresh: (caller: Caller) => Promise<Session>;
  readonly api: (session: Session) => Api;
  readonly identity: (caller: Caller) => Identity;
  readonly ownerId: string;
  readonly addressIds: readonly string[];
  readonly orderId: string;
  readonly cartId: string;
  readonly secondCartId: string;
  readonly thirdCartId: string;
  /** An account that nobody is. */
  readonly victimId: string;
}

const nobody: Session = { accessToken: null, refreshToken: null, expiresAt: null, account: null, userErrors: [] };

export async function createFixtures(shop: Shop): Promise<World> {
  const anybody = { url: shop.url };
  const roles = { other: [], support: ["SUPPORT"], manager: ["CATALOG_MANAGER"], admin: ["ADMIN"], owner: [] } as const;
  const people = new Map<Caller, Session>();
  for (const [name, given] of Object.entries(roles)) {
    const { email } = await shop.signUp(...given);
    people.set(name as Caller, await login(anybody, email));
  }
  const guest = await startGuest(anybody);
  const session = (caller: Caller): Session =>
    caller === "anonymous" ? nobody : caller === "guest" ? guest : (people.get(caller) ?? nobody);
  const api = (of: Session): Api => (of.accessToken === null ? anybody : asUser(shop, of));

  await importProducts(api(session("manager")), [productLine("THING", 100)]);
  const owner = api(session("owner"));
  const { order } = await placeOrder(owner, { idempotencyKey: "owned", lines: [{ sku: "THING", quantity: 1 }] });
  for (let count = 0; count < 3; count++) await runMutation(owner, "saveAddress", "SaveAddressInput", address);
  const { me } = await fetchData<{ me: { addresses: { id: string }[] } }>(owner, "{ me { addresses { id } } }");
  const cart = async () => {
    const { createCart } = await fetchData<{ createCart: { order: { id: string } } }>(
      owner,
      "mutation { createCart { order { id } } }",
    );
    const cartId = createCart.order.id;
    await runMutation(owner, "setCartLine", "SetCartLineInput", { cartId, sku: "THING", quantity: 1 });
    return cartId;
  };
  const victim = await register(anybody, { email: "victim@example.com" });

  return {
    session,
    api,
    fresh: async (caller) => {
      if (caller === "anonymous") return nobody;
      if (caller === "guest") return startGuest(anybody);
      const { email } = await shop.signUp(...roles[caller]);
      return login(anybody, email);
    },
    identity: (caller) => {
      const { account } = session(caller);
      if (account === null) return { roles: [] };
      const { id, roles: held } = account;
      return { accountId: id, sessionId: newId("ses", Date.now()), roles: held } as Identity;
    },
    ownerId: session("owner").account?.id ?? "",
    addressIds: me.addresses.map(({ id }) => id),
    orderId: order?.id ?? "",
    cartId: await cart(),
    secondCartId: await cart(),
    thirdCartId: await cart(),
    victimId: victim.account?.id ?? "",
  };
}

import { type Api, fetchData } from "../../../dev/cli/shop/api.ts";
import { OrderService } from "../../../proto/gen/order/v1/order_pb.js";
import type { Identity } from "../../../workers/kit/auth/identity.ts";
import { newId } from "../../../workers/kit/domain/ids.ts";
import { asUser, login, register, runMutation, type Session, startGuest } from "../../support/accounts.ts";
import { address, importProducts, placeOrder, productLine, type Shop } from "../../support/harness.ts";

/** The callers, in the order of the columns. The owner is last, because its calls change the fixtures. */
export const callers = ["anonymous", "guest", "other", "support", "manager", "admin", "owner"] as const;
export type Caller = (typeof callers)[number];

/** Allowed, Hidden (reported as not found), Unauthenticated or Forbidden. */
export type Outcome = "A" | "H" | "U" | "F";

/** One session per caller, and data of the owner. */
export interface Fixtures {
  readonly session: (caller: Caller) => Session;
  /** Creates another user of this kind, for operations that end all sessions of the user. */
  readonly createSession: (caller: Caller) => Promise<Session>;
  readonly clientFor: (session: Session) => Api;
  readonly identity: (caller: Caller) => Identity;
  readonly ownerId: string;
  readonly addressIds: readonly string[];
  readonly orderId: string;
  /** An order that the guest placed and that the owner has now. */
  readonly movedOrderId: string;
  /** A time at which the guest owned that order. */
  readonly beforeMove: string;
  readonly cartId: string;
  readonly secondCartId: string;
  readonly thirdCartId: string;
  /** A customer group that the owner belongs to. */
  readonly customerGroupId: string;
  /** An account without a session in the tests. */
  readonly unusedAccountId: string;
}

const noSession: Session = { accessToken: null, refreshToken: null, expiresAt: null, account: null, userErrors: [] };

export async function createFixtures(shop: Shop): Promise<Fixtures> {
  const anonymous = { url: shop.url };
  const roles = { other: [], support: ["SUPPORT"], manager: ["CATALOG_MANAGER"], admin: ["ADMIN"], owner: [] } as const;
  const sessions = new Map<Caller, Session>();
  for (const [name, userRoles] of Object.entries(roles)) {
    const { email } = await shop.signUp(...userRoles);
    sessions.set(name as Caller, await login(anonymous, email));
  }
  const guest = await startGuest(anonymous);
  const session = (caller: Caller): Session =>
    caller === "anonymous" ? noSession : caller === "guest" ? guest : (sessions.get(caller) ?? noSession);
  const clientFor = (session: Session): Api => (session.accessToken === null ? anonymous : asUser(shop, session));

  await importProducts(clientFor(session("manager")), [productLine("THING", 100)]);
  const owner = clientFor(session("owner"));
  const { order } = await placeOrder(owner, { idempotencyKey: "owned", lines: [{ sku: "THING", quantity: 1 }] });
  for (let count = 0; count < 3; count++) await runMutation(owner, "saveAddress", "SaveAddressInput", address);
  const { me } = await fetchData<{ me: { addresses: { id: string }[] } }>(owner, "{ me { addresses { id } } }");
  const createCart = async () => {
    const { cart } = await fetchData<{ cart: { order: { id: string } } }>(
      owner,
      "mutation { cart: createCart { order { id } } }",
    );
    const cartId = cart.order.id;
    await runMutation(owner, "setCartLine", "SetCartLineInput", { cartId, sku: "THING", quantity: 1 });
    return cartId;
  };
  const moved = await placeOrder(asUser(shop, guest), {
    idempotencyKey: "moved",
    lines: [{ sku: "THING", quantity: 1 }],
  });
  const beforeMove = new Date().toISOString();
  const accounts = await shop.rpc("order", { service: "account", roles: [] });
  const toAccountId = session("owner").account?.id ?? "";
  await accounts(OrderService.method.moveOrders, { fromAccountId: guest.account?.id ?? "", toAccountId });
  const support = clientFor(session("support"));
  const { created } = await fetchData<{ created: { customerGroup: { id: string } } }>(
    support,
    'mutation { created: createCustomerGroup(input: { slug: "trade", name: "Trade" }) { customerGroup { id } } }',
  );
  const customerGroupId = created.customerGroup.id;
  const membership = { accountId: toAccountId, customerGroupIds: [customerGroupId] };
  await runMutation(support, "setCustomerGroups", "SetCustomerGroupsInput", membership);
  const unused = await register(anonymous, { email: "unused@example.com" });

  return {
    session,
    clientFor,
    createSession: async (caller) => {
      if (caller === "anonymous") return noSession;
      if (caller === "guest") return startGuest(anonymous);
      const { email } = await shop.signUp(...roles[caller]);
      return login(anonymous, email);
    },
    identity: (caller) => {
      const { account } = session(caller);
      if (account === null) return { roles: [] };
      const { id, roles: userRoles } = account;
      const now = Date.now();
      return { accountId: id, sessionId: newId("ses", now), roles: userRoles, authenticatedAt: now } as Identity;
    },
    ownerId: session("owner").account?.id ?? "",
    addressIds: me.addresses.map(({ id }) => id),
    orderId: order?.id ?? "",
    movedOrderId: moved.order?.id ?? "",
    beforeMove,
    cartId: await createCart(),
    secondCartId: await createCart(),
    thirdCartId: await createCart(),
    customerGroupId,
    unusedAccountId: unused.account?.id ?? "",
  };
}

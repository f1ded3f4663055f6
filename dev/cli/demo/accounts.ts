/** The logins of the demo shop. They exist in local data folders only. */
export const demoPassword = "stoa-demo-1234";

/** A customer with prices of its own: see `pricing.ts`. */
export const tradeCustomer = {
  email: "trade@stoa.example",
  firstName: "Theo",
  lastName: "Marsh",
  roles: ["CUSTOMER"],
} as const;

export const demoAccounts = [
  { email: "customer@stoa.example", firstName: "Clio", lastName: "Costa", roles: ["CUSTOMER"] },
  { email: "support@stoa.example", firstName: "Sami", lastName: "Berg", roles: ["SUPPORT"] },
  { email: "manager@stoa.example", firstName: "Mara", lastName: "Lind", roles: ["CATALOG_MANAGER"] },
  { email: "admin@stoa.example", firstName: "Ada", lastName: "Nowak", roles: ["ADMIN"] },
  tradeCustomer,
] as const;

/** Returns the variables with which the console offers to sign in as each member of staff of the demo shop. */
export function toDemoSignIns(): Readonly<Record<string, string>> {
  const signIns = demoAccounts.flatMap(({ email, roles }) => roles.map((role) => ({ role, email })));
  const staff = signIns.filter(({ role }) => role !== "CUSTOMER");
  return { DEMO_SIGN_INS: staff.map(({ role, email }) => `${role}=${email}`).join(" "), DEMO_PASSWORD: demoPassword };
}

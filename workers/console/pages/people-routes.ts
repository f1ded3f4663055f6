import { action, page, type Route } from "../server/route.ts";
import { apiTokens, submitApiToken, submitRevocation } from "./api-tokens.tsx";
import { auditTrail } from "./audit.tsx";
import { customer, submitDisabled, submitGroups, submitRoles, submitSessions } from "./customer.tsx";
import { customers } from "./customers.tsx";
import { inviteStaff, submitInvitation } from "./invite-staff.tsx";

/** Customers, staff, the audit trail and the tokens of partners. */
export const peopleRoutes: readonly Route[] = [
  page("/customers", ["ACCOUNT_READ_ANY"], customers, "Customers"),
  page("/customers/:id", ["ACCOUNT_READ_ANY"], customer),
  action("/customers/:id/roles", ["ACCOUNT_WRITE_ANY"], submitRoles),
  action("/customers/:id/disabled", ["ACCOUNT_WRITE_ANY"], submitDisabled),
  action("/customers/:id/sessions", ["ACCOUNT_WRITE_ANY"], submitSessions),
  action("/customers/:id/groups", ["CUSTOMER_GROUP_WRITE"], submitGroups),
  page("/staff/invite", ["ACCOUNT_WRITE_ANY"], inviteStaff),
  action("/staff/invite", ["ACCOUNT_WRITE_ANY"], submitInvitation),
  page("/audit", ["AUDIT_READ"], auditTrail),
  page("/api-tokens", ["API_TOKENS"], apiTokens),
  action("/api-tokens", ["API_TOKENS"], submitApiToken),
  action("/api-tokens/revoke", ["API_TOKENS"], submitRevocation),
];

import { randomUUID } from "node:crypto";
import { neon, neonConfig } from "@neondatabase/serverless";
import type { DatabaseAddress } from "../../local/postgres/database-url.ts";

/**
 * Grants the ADMIN role to the account with this email, and records that the operator did it. The case of an ASCII email
 * does not matter. Returns false when no account has this email. In the API only administrators grant roles, so the first
 * one is created in the database.
 */
export async function grantAdmin({ url, neonProxy }: DatabaseAddress, email: string): Promise<boolean> {
  if (neonProxy !== undefined) neonConfig.fetchEndpoint = () => `http://${neonProxy}/sql`;
  const sql = neon(url);
  const granted = await sql`
    with changed as (
      update users set roles = array(select distinct unnest(roles || '{ADMIN}')), epoch = epoch + 1,
        version = version + 1, updated_at = now()
      where email_key = ${email.trim().toLowerCase()} or email = ${email.trim()} returning id)
    insert into security_events (id, type, user_id, actor, address_hash, at)
    select ${`evt_${randomUUID()}`}, 'ROLES_CHANGED', id, 'operator', '', now() from changed returning id`;
  return granted.length > 0;
}

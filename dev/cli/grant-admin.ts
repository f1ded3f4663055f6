import { randomUUID } from "node:crypto";
import { neon, neonConfig } from "@neondatabase/serverless";
import type { DatabaseAddress } from "../local/postgres/database-url.ts";

/**
 * Makes an administrator of whoever registered with this address, and records that the operator did. The API lets only
 * administrators give roles: the first one is made by whoever owns the database. False when nobody has the address.
 */
export async function grantAdmin({ url, neonProxy }: DatabaseAddress, email: string): Promise<boolean> {
  if (neonProxy !== undefined) neonConfig.fetchEndpoint = () => `http://${neonProxy}/sql`;
  const sql = neon(url);
  const granted = await sql`
    with changed as (
      update users set roles = array(select distinct unnest(roles || '{ADMIN}')), epoch = epoch + 1,
        version = version + 1, updated_at = now()
      where lower(email) = ${email.trim().toLowerCase()} returning id)
    insert into security_events (id, type, user_id, actor, address_hash, at)
    select ${`evt_${randomUUID()}`}, 'ROLES_CHANGED', id, 'operator', '', now() from changed returning id`;
  return granted.length > 0;
}

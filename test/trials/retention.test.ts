import { describe, expect, it } from "vitest";
import { useShop } from "../support/use-shop.ts";

const shop = useShop();

describe("clean-up jobs", () => {
  it("delete dead letters 90 days after they were sent again, and others after 400 days", async () => {
    const sql = shop.sql("order");
    await sql`insert into dead_facts (id, body, received_at, replayed_at)
      select kind, '{}', now() - received * interval '1 day', now() - replayed * interval '1 day'
      from (values ('replayed', 95, 91), ('replayed lately', 500, 89), ('old', 401, null), ('waiting', 399, null))
        as d(kind, received, replayed)`;
    await shop.stack.runCrons();
    const rows = await sql`select id from dead_facts order by id`;
    expect(rows.map(({ id }) => id)).toEqual(["replayed lately", "waiting"]);
  });

  it("delete marks of webhooks after 30 days, at most 5,000 in a run", async () => {
    const sql = shop.sql("order");
    await sql`insert into payment_events (id, order_id, received_at)
      select 'evt_' || n, 'ord', now() - (case when n = 0 then 29 else 31 end) * interval '1 day'
      from generate_series(0, 6000) n`;
    await shop.stack.runCrons();
    const count = async () => (await sql`select count(*)::int as rows from payment_events`)[0]?.rows;
    expect(await count()).toBe(1_001);
    await shop.stack.runCrons();
    expect(await count()).toBe(1);
  });

  it("delete API tokens 400 days after their end, and mail tokens when they expire", async () => {
    const sql = shop.sql("account");
    await sql`insert into api_tokens (id, name, hash, hint, scopes, created_by, created_at, expires_at, revoked_at)
      select kind, 'n', kind, 'h', '{}', 'acc_1', now() - interval '900 days', now() - expired * interval '1 day',
        now() - revoked * interval '1 day'
      from (values ('expired', 401, null), ('revoked', -10, 401), ('ended', 399, null), ('valid', -10, null))
        as t(kind, expired, revoked)`;
    const { accountId } = await shop.signUp();
    await sql`delete from mail_tokens`;
    await sql`insert into mail_tokens (user_id, purpose, hash, email, expires_at) values
      (${accountId}, 'RESET_PASSWORD', 'expired', 'a@b.example', now() - interval '1 second'),
      (${accountId}, 'RESET_PASSWORD', 'valid', 'a@b.example', now() + interval '1 hour')`;
    await shop.stack.runCrons();
    const tokens = await sql`select id from api_tokens order by id`;
    expect(tokens.map(({ id }) => id)).toEqual(["ended", "valid"]);
    expect((await sql`select hash from mail_tokens`).map(({ hash }) => hash)).toEqual(["valid"]);
  });

  it("delete former places after an hour and ids of order events after 60 days", async () => {
    const sql = shop.sql("catalog");
    await sql`insert into former_places (product_id, name, min_price_minor, units_sold, at)
      select 'prd', 'n', 1, 0, now() - minutes * interval '1 minute' from (values (59), (61)) as f(minutes)`;
    await sql`insert into order_facts (event_id, at)
      select 'f' || days, now() - days * interval '1 day' from (values (59), (61)) as f(days)`;
    await shop.stack.runCrons();
    expect(await sql`select 1 from former_places where product_id = 'prd'`).toHaveLength(1);
    expect((await sql`select event_id from order_facts`).map(({ event_id }) => event_id)).toEqual(["f59"]);
  });
});

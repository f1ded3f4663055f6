import type { neon } from "@neondatabase/serverless";

// Writes rows in bulk, with SQL, because 100,000 orders would take hours. Statements of the catalog run without triggers: no cache has
// these products, so the outbox needs no rows for them.

type Sql = ReturnType<typeof neon<false, false>>;

/** A statement has ten seconds. */
const batch = 5_000;

async function inBatches(total: number, insert: (first: number, last: number) => Promise<unknown>): Promise<void> {
  for (let first = 1; first <= total; first += batch) await insert(first, Math.min(first + batch - 1, total));
}

/** Every fifth order is of today. Names, SKUs and countries are of different frequency. */
export async function insertOrders(sql: Sql, total: number, productId: string): Promise<void> {
  await inBatches(
    total,
    (first, last) => sql`
    insert into orders (id, account_id, status, number, placed_at, created_at, updated_at, confirmed_at, payment_status,
      fulfillment_status, email, email_key, currency, subtotal_minor, total_minor, country_code, search_keys, rejection_code,
      unit_count, lines, refunds, last_refunded_at)
    select 'ord_' || lpad(i::text, 26, '0'), 'acc_' || lpad((i % 5000)::text, 26, '0'),
      case when i % 5000 = 0 then 'NEEDS_ATTENTION' when i % 20 = 0 then 'REJECTED' when i % 3 = 0 then 'FULFILLED' else 'CONFIRMED' end,
      'BENCH-' || lpad(i::text, 5, '0'), at, at, at, case when i % 20 > 0 then at + interval '300 milliseconds' end,
      case when i % 20 = 0 then 'VOIDED' else 'PAID' end, case when i % 3 = 0 then 'FULFILLED' else 'UNFULFILLED' end,
      'buyer' || (i % 5000) || '@example.com', 'buyer' || (i % 5000) || '@example.com',
      case when i % 10 = 0 then 'EUR' else 'USD' end, (i::bigint * 7919) % 100000, (i::bigint * 7919) % 100000,
      case when i % 400 = 0 then 'IS' else 'NL' end,
      array['sku:bench-' || (i % 500), 'ref:pi_' || i, 'name:' || case when i % 50 = 0 then 'jan ' else 'piet ' end || (i % 9000)],
      case when i % 20 = 0 then 'PAYMENT_DECLINED' end, 2,
      jsonb_build_array(jsonb_build_object('sku', 'BENCH-' || (i % 500), 'name', 'Bench', 'quantity', 1, 'unitPriceMinor', '1000',
        'productId', ${productId}::text, 'discountedTotalMinor', '900'), jsonb_build_object('sku', 'DESK-' || (i % 300), 'name',
        'Desk', 'quantity', 1, 'unitPriceMinor', '2000', 'productId', 'prd_' || (i % 300), 'discountedTotalMinor', '2000')),
      case when i % 50 = 1 then jsonb_build_array(jsonb_build_object('at', (extract(epoch from at) * 1000)::bigint,
        'amountMinor', '500')) else '[]' end, case when i % 50 = 1 then at end
    from generate_series(${first}::int, ${last}::int) i,
      lateral (select date_trunc('milliseconds', now()) - i * interval '5 minutes' as at) times`,
  );
  await sql`vacuum analyze`;
}

/** Events that no consumer processed. */
export async function insertDeadLetters(sql: Sql, total: number): Promise<void> {
  await sql`
    insert into dead_facts (id, body, received_at)
    select 'bench-' || i, jsonb_build_object('id', 'evt_' || i, 'type', 'OrderConfirmed', 'orderId', 'ord_' || i), now() - i * interval '1 minute'
    from generate_series(1, ${total}::int) i`;
}

/** Products with one SKU each, in ten categories. One has a long history of stock, prices and changes. */
export async function insertCatalog(sql: Sql, total: number): Promise<void> {
  const insert = (...statements: readonly ReturnType<Sql>[]) =>
    sql.transaction([sql`set local session_replication_role = replica`, ...statements]);
  await insert(sql`
    insert into categories (id, slug, name, path)
    select 'cat_bench' || i, 'bench-' || i, 'Bench ' || i, array['cat_bench' || i] from generate_series(0, 9) i`);
  await inBatches(total, (first, last) =>
    insert(
      sql`
      insert into products (id, slug, name, description, brand, category_ids, category_text, attributes, media, currency,
        min_price_minor, max_price_minor, created_at, units_sold)
      select 'prd_' || lpad(i::text, 26, '0'), 'large-' || i, 'Gadget ' || md5(i::text), 'A gadget for tests.', 'Brand ' || i % 50,
        array['cat_bench' || i % 10], 'Bench ' || i % 10, '[{"name": "color", "value": "red"}]', '[]', 'USD', i % 1000, i % 1000,
        now() - i * interval '1 minute', i % 300
      from generate_series(${first}::int, ${last}::int) i`,
      sql`
      insert into variants (sku, product_id, position, name, options, price_minor, currency)
      select 'LARGE-' || i, 'prd_' || lpad(i::text, 26, '0'), 0, 'Default', '[]', i % 1000, 'USD'
      from generate_series(${first}::int, ${last}::int) i`,
      sql`
      insert into stock (sku, available, committed, low_stock_threshold, words)
      select sku, i * 7919 % 1000, i % 77, case when i % 1000 = 0 then 500 end, words_of_stock(sku, 'Gadget ' || md5(i::text))
      from (select i, 'LARGE-' || i as sku from generate_series(${first}::int, ${last}::int) i) as skus`,
      sql`
      insert into stock_ledger (sku, available, reserved, committed, cause, reference)
      select 'LARGE-1', 1, 0, 0, 'adjust', 'acc_bench: count' from generate_series(${first}::int, ${last}::int)`,
      sql`
      insert into product_changes (product_id, version, actor, fields)
      select 'prd_' || lpad('1', 26, '0'), i, 'system', '{name}' from generate_series(${first}::int, ${last}::int) i`,
      sql`
      insert into prices (price_list_id, sku, currency, min_quantity, amount_minor)
      select 'plt_' || lpad('1', 26, '0'), 'LARGE-' || i, 'USD', 1, 10 from generate_series(${first}::int, ${last}::int) i`,
      sql`
      insert into coupon_codes (id, promotion_id, code, batch_key)
      select 'cpn_' || lpad(i::text, 26, '0'), 'prm_' || lpad('1', 26, '0'), 'LARGE' || i, 'bench'
      from generate_series(${first}::int, ${last}::int) i`,
      sql`
      insert into import_errors (job_id, line, slug, code, message, field)
      select 'imp_' || lpad('1', 26, '0'), i, 'large-' || i, 'REQUIRED', 'A price is required', '{}'
      from generate_series(${first}::int, ${last}::int) i`,
      sql`
      insert into search_queries (day, query, searches, results)
      select current_date - i % 30, 'gadget ' || i, 1 + i % 9, i % 3 from generate_series(${first}::int, ${last}::int) i`,
    ),
  );
  await insert(
    sql`
    insert into price_lists (id, slug, name, type)
    select 'plt_' || lpad(i::text, 26, '0'), 'large-' || i, 'List ' || i, 'SALE' from generate_series(1, 100) i`,
    sql`
    insert into promotions (id, slug, name, class, automatic, conditions, reward, active, activated_at, ends_at, created_at)
    select 'prm_' || lpad(i::text, 26, '0'), 'large-' || i, 'Promotion ' || i, 'ORDER', false, '{"minAmounts": [], "minQuantity": 1000,
      "marketIds": [], "customerGroupIds": [], "countryCodes": [], "shippingMethods": [], "firstOrder": false}',
      '{"type": "percentage", "basisPoints": 1000, "maxAmounts": []}', true, now(), case when i % 2 = 0 then now() end, now() - i * interval '1 minute'
    from generate_series(1, 1000) i`,
    sql`
    insert into import_jobs (id, idempotency_key, request_hash, file_name, size, dry_run, status, line_count, failed_count)
    select 'imp_' || lpad(i::text, 26, '0'), 'bench-' || i, '', 'products.jsonl', 1, false, 'COMPLETED', ${total}::int, ${total}::int
    from generate_series(1, 1000) i`,
    sql`
    insert into tax_rates (id, name, tax_class, country_code, postal_code_prefix, rate_ppm, combinable)
    select 'txr_9' || lpad(i::text, 25, '0'), 'Rate ' || i, 'standard', 'US', i::text, 70000, false from generate_series(1, 5000) i`,
  );
  await sql`vacuum analyze`;
}

/** Accounts of customers, and events of the audit trail. */
export async function insertAccounts(sql: Sql, total: number): Promise<void> {
  await inBatches(
    total,
    (first, last) => sql`
    insert into users (id, email, email_key, first_name, last_name, created_at)
    select 'acc_' || lpad(i::text, 26, '0'), 'buyer' || i || '@example.com', 'buyer' || i || '@example.com',
      case when i % 50 = 0 then 'Jan' else 'Piet' end, 'Dam ' || md5(i::text), now() - i * interval '1 minute'
    from generate_series(${first}::int, ${last}::int) i`,
  );
  await inBatches(
    total,
    (first, last) => sql`
    insert into addresses (id, user_id, name, line1, city, postal_code, country_code, is_default)
    select 'adr_bench' || i, 'acc_' || lpad(i::text, 26, '0'), 'Piet Dam', 'Main Street 1', 'Amsterdam', '1000 AA', 'NL', true
    from generate_series(${first}::int, ${last}::int) i`,
  );
  await inBatches(
    total,
    (first, last) => sql`
    insert into security_events (id, type, user_id, actor, address_hash, at)
    select 'sec_bench' || i, case when i % 1000 = 0 then 'DISABLED' else 'SIGN_IN' end, 'acc_' || lpad((i % 5000)::text, 26, '0'),
      'self', md5((i % 100)::text), now() - i * interval '1 minute'
    from generate_series(${first}::int, ${last}::int) i`,
  );
  await sql`
    insert into api_tokens (id, name, hash, hint, scopes, created_by, created_at, expires_at)
    select 'tok_' || lpad(i::text, 26, '0'), 'Token ' || i, md5(i::text), 'stoa', '{}', 'acc_' || lpad('1', 26, '0'), now(), now()
    from generate_series(1, 1000) i`;
  await sql`vacuum analyze`;
}

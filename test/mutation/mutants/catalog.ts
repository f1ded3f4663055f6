import type { Mutant } from "../mutant.ts";
import { stock } from "./tests.ts";

export const catalogMutants: readonly Mutant[] = [
  {
    name: "a reused SKU keeps the stock of its previous product",
    file: "workers/catalog/store/product-write-sql.ts",
    find: "update stock s set available = m.initial,",
    replace: "update stock s set available = s.available,",
    killedBy: ["test/contract/catalog.test.ts", "free their SKUs when they are deleted"],
  },
  {
    name: "an import does not retry after a conflict on a SKU",
    file: "workers/catalog/imports/import-products.ts",
    find: "const maxAttempts = 10;",
    replace: "const maxAttempts = 1;",
    killedBy: ["test/contract/catalog.test.ts", "are created by one of concurrent imports with the same SKU"],
    isRace: true,
  },
  {
    name: "an outbox row with a thousand failed attempts blocks the outbox",
    file: "workers/catalog/store/outbox.ts",
    find: "power(2, least(o.attempts, 10))",
    replace: "power(2, o.attempts)",
    killedBy: ["test/contract/outbox.test.ts", "delivers a change after any number of failed attempts"],
  },
  {
    name: "a reservation is updated before its stock rows are locked",
    file: "workers/catalog/store/reservation-lifecycle.ts",
    find: `), locked as materialized (
      select s.sku, i.quantity, i.reservation_id from stock s
      join reservation_items i on i.sku = s.sku
      join closing e on e.id = i.reservation_id and e.status = 'held'
      order by s.sku for update of s
    ), \${redeemedUses(sold)}, uses as materialized (
      select r.reservation_id, r.promotion_id, r.code_id, r.counts_promotion, r.counts_code, r.customer_keys,
        (r.reservation_id, r.promotion_id) in (select reservation_id, promotion_id from redeemed) as is_redeemed
      from reservation_redemptions r join closing e on e.id = r.reservation_id and e.status = 'held'
    ), \${lockUses(sql\`(select count(*) from locked)\`)}, closed as (
      update reservations r set status = \${status}, updated_at = now()
      from closing e, (select count(*) from locked) as after_locking, (select count(*) from uses_locked) as after_uses
      where r.id = e.id
      returning r.id
    ),`,
    replace: `), closed as (
      update reservations r set status = \${status}, updated_at = now() from closing e where r.id = e.id
      returning r.id, e.status as before
    ), locked as materialized (
      select s.sku, i.quantity, i.reservation_id from stock s
      join reservation_items i on i.sku = s.sku
      join closed e on e.id = i.reservation_id and e.before = 'held'
      order by s.sku for update of s
    ), \${redeemedUses(sold)}, uses as materialized (
      select r.reservation_id, r.promotion_id, r.code_id, r.counts_promotion, r.counts_code, r.customer_keys,
        (r.reservation_id, r.promotion_id) in (select reservation_id, promotion_id from redeemed) as is_redeemed
      from reservation_redemptions r join closing e on e.id = r.reservation_id and e.status = 'held'
    ), \${lockUses(sql\`(select count(*) from locked)\`)},`,
    killedBy: stock("does not deadlock with its commit"),
    isRace: true,
  },
  {
    name: "stock rows are locked in random order",
    file: "workers/catalog/store/reservations.ts",
    find: "order by s.sku for update",
    replace: "order by random() for update",
    killedBy: stock("reserves all lines of an order or none"),
    isRace: true,
  },
  {
    name: "idempotency keys are shared between managers",
    file: "workers/catalog/store/inventory.ts",
    find: `\`adjust:\${actor}:\${change.idempotencyKey}\``,
    replace: `\`adjust:\${change.idempotencyKey}\``,
    killedBy: stock("treats one key of two managers"),
  },
  {
    name: "a cursor continues with current positions instead of those of its snapshot",
    file: "workers/catalog/store/product-lists.ts",
    find: `and not pg_visible_in_snapshot(p.placed_by, \${snapshot})`,
    replace: `and pg_visible_in_snapshot(p.placed_by, \${snapshot})`,
    killedBy: ["test/contract/catalog.test.ts", "returns every product once while prices change"],
  },
  {
    name: "a call that Redis rejects because of its content disables Redis for all callers",
    file: "workers/kit/storage/redis.ts",
    find: "() => !wasUp",
    replace: "() => true",
    killedBy: ["workers/kit/storage/redis.test.ts", "sends calls again after a call that only its own content"],
  },
  {
    name: "values of a facet with equal counts are sorted by bytes",
    file: "workers/catalog/search/facets.ts",
    find: "compareNames(a.value, b.value)",
    replace: "(a.value < b.value ? -1 : 1)",
    killedBy: ["test/contract/search.test.ts", "sorts facet values with equal counts"],
  },
  {
    name: "a product whose currency changes between two pages takes its new place",
    file: "workers/catalog/store/product-lists.ts",
    find: "coalesce(f.currency, p.currency)",
    replace: "p.currency",
    killedBy: ["test/contract/catalog.test.ts", "keeps the place of products whose currency changes between pages"],
  },
  {
    name: "a product is written while its category is deleted",
    file: "workers/catalog/store/product-writes.ts",
    find: "lock table categories in share mode",
    replace: "select 1",
    killedBy: ["test/contract/catalog.test.ts", "are not deleted while a product is concurrently assigned"],
    isRace: true,
  },
  {
    name: "a cached product is used for any version",
    file: "workers/catalog/cache/products.ts",
    find: "row.version !== current.version",
    replace: "row.version < 0",
    killedBy: ["test/contract/cache.test.ts", "is returned as it is in the database after any write"],
  },
  {
    name: "a category tree that was read before a write is cached after it",
    file: "workers/catalog/cache/category-tree.ts",
    find: "treeVersion === version",
    replace: 'treeVersion !== ""',
    killedBy: ["test/contract/cache.test.ts", "is not used when it was read before a write"],
    isRace: true,
  },
  {
    name: "a duplicate confirmation counts as a second sale",
    file: "workers/catalog/store/units-sold.ts",
    find: "on conflict (order_id) do nothing returning lines",
    replace: "on conflict (order_id) do update set lines = excluded.lines returning lines",
    killedBy: ["test/contract/order-events.test.ts", "count every confirmed order once"],
  },
];

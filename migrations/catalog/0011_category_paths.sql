ALTER TABLE "categories" ADD COLUMN "created_path" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
UPDATE categories c SET created_path = array(
  SELECT normalize(a.name, NFC) FROM unnest(c.path) WITH ORDINALITY AS u(id, depth)
  JOIN categories a ON a.id = u.id ORDER BY u.depth
);--> statement-breakpoint
UPDATE categories SET slug = left(encode(sha256(convert_to(array_to_string(created_path, '/'), 'UTF8')), 'hex'), 8)
WHERE slug = '';--> statement-breakpoint
ALTER TABLE "categories" ADD CONSTRAINT "categories_slug_not_empty" CHECK (slug <> '');

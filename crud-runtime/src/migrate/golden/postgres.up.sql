-- crud: parent=127d3ead9eba8e0a result=0c17e1480ef3e230 risk=breaks
-- crud: mode=whole

-- crud: step
ALTER TABLE "books" DROP CONSTRAINT "ck_books_title_length",
  DROP CONSTRAINT "ck_books_pages_range";

-- crud: step
ALTER TABLE "books" RENAME COLUMN "pages" TO "page_count";

-- crud: step
ALTER TABLE "books" ADD COLUMN "isbn" text COLLATE "C",
  ALTER COLUMN "note" SET DEFAULT 'none';

-- crud: step
UPDATE "books" SET "note" = 'none' WHERE "note" IS NULL;

-- crud: step
ALTER TABLE "books" ALTER COLUMN "note" SET NOT NULL;

-- crud: step
COMMENT ON COLUMN "books"."title" IS 'As printed.';

-- crud: step
ALTER TABLE "books" ADD CONSTRAINT "ck_books_title_length" CHECK (char_length("title") BETWEEN 1 AND 200),
  ADD CONSTRAINT "ck_books_page_count_range" CHECK ("page_count" >= 1),
  ADD CONSTRAINT "ck_books_isbn_length" CHECK (char_length("isbn") BETWEEN 10 AND 13),
  ADD CONSTRAINT "uq_books_isbn" UNIQUE ("isbn");

-- crud: step
CREATE INDEX "ix_books_page_count" ON "books" ("page_count", "id");

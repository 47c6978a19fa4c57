-- crud: parent=0c17e1480ef3e230 result=127d3ead9eba8e0a risk=loses
-- crud: mode=whole
-- crud: irreversible: the values of `isbn` of `books` are lost

-- crud: step
ALTER TABLE "books" DROP CONSTRAINT "ck_books_title_length",
  DROP CONSTRAINT "ck_books_page_count_range",
  DROP CONSTRAINT "ck_books_isbn_length",
  DROP CONSTRAINT "uq_books_isbn";

-- crud: step
DROP INDEX "ix_books_page_count";

-- crud: step
ALTER TABLE "books" DROP COLUMN "isbn";

-- crud: step
ALTER TABLE "books" RENAME COLUMN "page_count" TO "pages";

-- crud: step
ALTER TABLE "books" ALTER COLUMN "note" DROP DEFAULT,
  ALTER COLUMN "note" DROP NOT NULL;

-- crud: step
COMMENT ON COLUMN "books"."title" IS NULL;

-- crud: step
ALTER TABLE "books" ADD CONSTRAINT "ck_books_title_length" CHECK (char_length("title") BETWEEN 0 AND 200),
  ADD CONSTRAINT "ck_books_pages_range" CHECK ("pages" >= 1);

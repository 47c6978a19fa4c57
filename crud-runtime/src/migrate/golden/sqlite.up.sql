-- crud: parent=127d3ead9eba8e0a result=0c17e1480ef3e230 risk=breaks
-- crud: mode=rebuild

-- crud: step
ALTER TABLE "books" RENAME COLUMN "pages" TO "page_count";

-- crud: step
CREATE TABLE "_crud_new_books" (
  "id" INTEGER NOT NULL CONSTRAINT "pk_books" PRIMARY KEY AUTOINCREMENT,
  "title" TEXT NOT NULL,
  "page_count" INTEGER NOT NULL,
  "note" TEXT NOT NULL DEFAULT 'none',
  "isbn" TEXT,
  CONSTRAINT "uq_books_isbn" UNIQUE ("isbn"),
  CONSTRAINT "ck_books_title_length" CHECK (length("title") BETWEEN 1 AND 200),
  CONSTRAINT "ck_books_page_count_range" CHECK ("page_count" BETWEEN 1 AND 2147483647),
  CONSTRAINT "ck_books_isbn_length" CHECK (length("isbn") BETWEEN 10 AND 13)
) STRICT;

-- crud: step
INSERT INTO "_crud_new_books" ("id", "title", "page_count", "note")
SELECT "id", "title", "page_count", coalesce("note", 'none')
FROM "books";

-- crud: step
DELETE FROM sqlite_sequence WHERE name = '_crud_new_books';

-- crud: step
INSERT INTO sqlite_sequence (name, seq)
SELECT '_crud_new_books', seq FROM sqlite_sequence WHERE name = 'books';

-- crud: step
DROP TABLE "books";

-- crud: step
PRAGMA legacy_alter_table = ON;

-- crud: step
ALTER TABLE "_crud_new_books" RENAME TO "books";

-- crud: step
PRAGMA legacy_alter_table = OFF;

-- crud: step
CREATE INDEX "ix_books_title" ON "books" ("title");

-- crud: step
CREATE INDEX "ix_books_page_count" ON "books" ("page_count");

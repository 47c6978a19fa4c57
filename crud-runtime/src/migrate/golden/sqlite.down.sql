-- crud: parent=0c17e1480ef3e230 result=127d3ead9eba8e0a risk=loses
-- crud: mode=rebuild
-- crud: irreversible: the values of `isbn` of `books` are lost

-- crud: step
DROP INDEX "ix_books_page_count";

-- crud: step
ALTER TABLE "books" RENAME COLUMN "page_count" TO "pages";

-- crud: step
CREATE TABLE "_crud_new_books" (
  "id" INTEGER NOT NULL CONSTRAINT "pk_books" PRIMARY KEY AUTOINCREMENT,
  "title" TEXT NOT NULL,
  "pages" INTEGER NOT NULL,
  "note" TEXT,
  CONSTRAINT "ck_books_title_length" CHECK (length("title") BETWEEN 0 AND 200),
  CONSTRAINT "ck_books_pages_range" CHECK ("pages" BETWEEN 1 AND 2147483647)
) STRICT;

-- crud: step
INSERT INTO "_crud_new_books" ("id", "title", "pages", "note")
SELECT "id", "title", "pages", "note"
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

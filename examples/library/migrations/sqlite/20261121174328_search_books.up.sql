-- crud: parent=4b75cdd18251ed6c result=b0530484814133e2 risk=locks
-- crud: mode=whole

-- crud: step
CREATE VIRTUAL TABLE "_search_books" USING fts5(words, content='', contentless_delete=1, tokenize='ascii', prefix='2 3');

-- crud: step
CREATE TABLE "_search_books_number" ("_search" INTEGER PRIMARY KEY, "id" NOT NULL, UNIQUE ("id"));

-- crud: step
INSERT INTO "_search_books_number" ("id")
SELECT "id" FROM "books";

-- crud: step
INSERT INTO "_search_books" (rowid, words)
SELECT "_search", substr(coalesce("title", ''), 1, 250000)
FROM "books" JOIN "_search_books_number" USING ("id");

-- crud: step
CREATE TRIGGER "_search_books_insert" AFTER INSERT ON "books" BEGIN
  INSERT INTO "_search_books_number" ("id") VALUES (new."id");
  INSERT INTO "_search_books" (rowid, words) SELECT "_search", substr(coalesce(new."title", ''), 1, 250000) FROM "_search_books_number" WHERE "id" = new."id";
END;

-- crud: step
CREATE TRIGGER "_search_books_update" AFTER UPDATE OF "id", "title" ON "books" BEGIN
  DELETE FROM "_search_books" WHERE rowid = (SELECT "_search" FROM "_search_books_number" WHERE "id" = old."id");
  UPDATE "_search_books_number" SET "id" = new."id" WHERE "id" = old."id";
  INSERT INTO "_search_books" (rowid, words) SELECT "_search", substr(coalesce(new."title", ''), 1, 250000) FROM "_search_books_number" WHERE "id" = new."id";
END;

-- crud: step
CREATE TRIGGER "_search_books_delete" AFTER DELETE ON "books" BEGIN
  DELETE FROM "_search_books" WHERE rowid = (SELECT "_search" FROM "_search_books_number" WHERE "id" = old."id");
  DELETE FROM "_search_books_number" WHERE "id" = old."id";
END;

-- crud: parent=57f9bf6390bb37d9 result=4b75cdd18251ed6c risk=safe
-- crud: mode=whole

-- crud: step
CREATE TABLE "authors" (
  "id" BLOB NOT NULL,
  "name" TEXT NOT NULL,
  CONSTRAINT "pk_authors" PRIMARY KEY ("id"),
  CONSTRAINT "ck_authors_name_length" CHECK (length("name") BETWEEN 1 AND 120)
) STRICT;

-- crud: step
CREATE TABLE "books" (
  "id" BLOB NOT NULL,
  "title" TEXT NOT NULL,
  "isbn" TEXT NOT NULL,
  "price" INTEGER NOT NULL,
  "author_id" BLOB NOT NULL,
  "version" INTEGER NOT NULL,
  CONSTRAINT "pk_books" PRIMARY KEY ("id"),
  CONSTRAINT "uq_books_isbn" UNIQUE ("isbn"),
  CONSTRAINT "fk_books_author_id" FOREIGN KEY ("author_id") REFERENCES "authors" ("id") ON DELETE RESTRICT,
  CONSTRAINT "ck_books_title_length" CHECK (length("title") BETWEEN 1 AND 200),
  CONSTRAINT "ck_books_price_range" CHECK ("price" BETWEEN 0 AND 9999999999)
) STRICT;

-- crud: step
CREATE INDEX "ix_books_author_id" ON "books" ("author_id", "id");

-- crud: step
CREATE TABLE "reviews" (
  "id" INTEGER NOT NULL CONSTRAINT "pk_reviews" PRIMARY KEY AUTOINCREMENT,
  "book_id" BLOB NOT NULL,
  "stars" INTEGER NOT NULL,
  CONSTRAINT "fk_reviews_book_id" FOREIGN KEY ("book_id") REFERENCES "books" ("id") ON DELETE CASCADE,
  CONSTRAINT "ck_reviews_stars_range" CHECK ("stars" BETWEEN 1 AND 5)
) STRICT;

-- crud: step
CREATE INDEX "ix_reviews_book_id" ON "reviews" ("book_id");

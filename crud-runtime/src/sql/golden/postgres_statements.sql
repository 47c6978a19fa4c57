-- one record
SELECT "id", "title" FROM "books" WHERE "id" = $1;
-- one record, kept from others
SELECT "id" FROM "books" WHERE "id" = $1 FOR UPDATE;
-- three composite keys
SELECT "book_id" FROM "shelf_marks" WHERE ("book_id" = $1 AND "position" = $2) OR ("book_id" = $3 AND "position" = $4) OR ("book_id" = $5 AND "position" = $6) OR ("book_id" = $7 AND "position" = $8);
-- three keys
SELECT "id" FROM "books" WHERE "id" IN ($1, $2, $3, $4);
-- a page by key
SELECT "id" FROM "books" ORDER BY "id" LIMIT $1;
-- the next page by key
SELECT "id" FROM "books" WHERE "id" > $1 ORDER BY "id" LIMIT $2;
-- the next page by two columns
SELECT "id" FROM "books" WHERE ("title", "id") < ($1, $2) ORDER BY "title" DESC, "id" DESC LIMIT $3;
-- the next page in two directions
SELECT "id" FROM "books" WHERE ("title" <= $1 AND (("title" < $2) OR ("title" = $3 AND "id" > $4))) ORDER BY "title" DESC, "id" LIMIT $5;
-- the next page by a column with nulls
SELECT "id" FROM "authors" WHERE ((("born_on" > $1 OR "born_on" IS NULL)) OR ("born_on" = $2 AND "id" > $3)) ORDER BY "born_on", "id" LIMIT $4;
-- the next page, descending, behind a null
SELECT "id" FROM "authors" WHERE (("born_on" IS NOT NULL) OR ("born_on" IS NULL AND "id" > $1)) ORDER BY "born_on" DESC, "id" LIMIT $2;
-- an offset without a limit
SELECT "id" FROM "books" ORDER BY "id" OFFSET $1;
-- equal
SELECT "id" FROM "books" WHERE "author_id" = $1 ORDER BY "id" LIMIT $2;
-- not equal, without nulls
SELECT "id" FROM "books" WHERE "pages" <> $1 ORDER BY "id" LIMIT $2;
-- not equal, with nulls
SELECT "id" FROM "books" WHERE ("weight" <> $1 OR "weight" IS NULL) ORDER BY "id" LIMIT $2;
-- one of three
SELECT "id" FROM "books" WHERE "pages" IN ($1, $2, $3, $4) ORDER BY "id" LIMIT $5;
-- contains
SELECT count(*) FROM "books" WHERE strpos("title", $1) > 0;
-- contains in either case
SELECT count(*) FROM "books" WHERE strpos(lower("title" COLLATE "C"), $1) > 0;
-- starts with
SELECT count(*) FROM "books" WHERE ("title" >= $1 AND "title" < $2);
-- ends with
SELECT count(*) FROM "books" WHERE right("title", $1::integer) = $2;
-- neither nor
SELECT 1 FROM "books" WHERE ("weight" IS NOT NULL AND ("pages" <> $1 OR ("weight" <= $2 OR "weight" IS NULL))) LIMIT 1;
-- books of an author who was born, and who wrote nothing else
SELECT 1 FROM "books" WHERE EXISTS (SELECT 1 FROM "authors" r1 WHERE r1."id" = "books"."author_id" AND (r1."email" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "books" r2 WHERE r2."author_id" = r1."id" AND r2."title" <> $1))) LIMIT 1;
-- an insert
INSERT INTO "baskets" ("parent_id") VALUES ($1) RETURNING "id", "parent_id";
-- an insert of nothing
INSERT INTO "baskets" DEFAULT VALUES RETURNING "id";
-- an update
UPDATE "books" SET "title" = $1, "price" = (abs(-1)), "version" = "version" + 1 WHERE "id" = $2 RETURNING "id";
-- a delete
DELETE FROM "books" WHERE "id" = $1 RETURNING "id";

-- one record
SELECT "id", "title" FROM "books" WHERE "id" = ?1;
-- one record, kept from others
SELECT "id" FROM "books" WHERE "id" = ?1;
-- three composite keys
SELECT "book_id" FROM "shelf_marks" WHERE ("book_id" = ?1 AND "position" = ?2) OR ("book_id" = ?3 AND "position" = ?4) OR ("book_id" = ?5 AND "position" = ?6) OR ("book_id" = ?7 AND "position" = ?8);
-- three keys
SELECT "id" FROM "books" WHERE "id" IN (?1, ?2, ?3, ?4);
-- three keys, kept from others
SELECT "id" FROM "books" WHERE "id" IN (?1, ?2, ?3, ?4);
-- three new marks
INSERT INTO "shelf_marks" ("book_id", "position") VALUES (?1, ?2), (?3, ?4), (?5, ?6) RETURNING "book_id", "position";
-- three composite keys that go
DELETE FROM "shelf_marks" WHERE ("book_id" = ?1 AND "position" = ?2) OR ("book_id" = ?3 AND "position" = ?4) OR ("book_id" = ?5 AND "position" = ?6) OR ("book_id" = ?7 AND "position" = ?8);
-- a page by key
SELECT "id" FROM "books" ORDER BY "id" LIMIT ?1;
-- the next page by key
SELECT "id" FROM "books" WHERE "id" > ?1 ORDER BY "id" LIMIT ?2;
-- the next page by two columns
SELECT "id" FROM "books" WHERE ("title", "id") < (?1, ?2) ORDER BY "title" DESC, "id" DESC LIMIT ?3;
-- the next page in two directions
SELECT "id" FROM "books" WHERE ("title", "id") < (?1, ?2) ORDER BY "title" DESC, "id" DESC LIMIT ?3;
-- the next page by a column with nulls
SELECT "id" FROM "authors" WHERE ((("born_on" > ?1 OR "born_on" IS NULL)) OR ("born_on" = ?2 AND "id" > ?3)) ORDER BY "born_on" NULLS LAST, "id" LIMIT ?4;
-- the next page, descending, behind a null
SELECT "id" FROM "authors" WHERE (("born_on" IS NOT NULL) OR ("born_on" IS NULL AND "id" < ?1)) ORDER BY "born_on" DESC NULLS FIRST, "id" DESC LIMIT ?2;
-- all that belongs to three
SELECT r1."id", r1."title" FROM "books" r1 WHERE r1."author_id" IN (?1, ?2, ?3, ?4) ORDER BY r1."id" LIMIT 100;
-- the dearest two of each
SELECT c0, c1 FROM (SELECT r1."id" AS c0, r1."title" AS c1, ROW_NUMBER() OVER (PARTITION BY r1."author_id" ORDER BY r1."price" DESC, r1."id" DESC) AS n FROM "books" r1 WHERE r1."author_id" IN (?1, ?2, ?3, ?4)) ranked WHERE n <= ?5 ORDER BY n LIMIT 100;
-- what three belong to
SELECT r1."id", r1."name" FROM "authors" r1 WHERE r1."id" IN (?1, ?2, ?3, ?4) LIMIT 100;
-- the first page by an indexed column with nulls
SELECT "id" FROM "eggs" ORDER BY "basket_id" NULLS LAST, "id" LIMIT ?1;
-- the next page by an indexed column with nulls
SELECT * FROM (SELECT "id" FROM "eggs" WHERE "basket_id" = ?1 AND "id" > ?2 ORDER BY "basket_id", "id") UNION ALL SELECT * FROM (SELECT "id" FROM "eggs" WHERE "basket_id" > ?3 ORDER BY "basket_id", "id") UNION ALL SELECT * FROM (SELECT "id" FROM "eggs" WHERE "basket_id" IS NULL ORDER BY "basket_id", "id") LIMIT ?4;
-- the next page by an indexed column, descending, behind a null
SELECT * FROM (SELECT "id" FROM "eggs" WHERE "basket_id" IS NULL AND "id" < ?1 ORDER BY "basket_id" DESC, "id" DESC) UNION ALL SELECT * FROM (SELECT "id" FROM "eggs" WHERE "basket_id" IS NOT NULL ORDER BY "basket_id" DESC, "id" DESC) LIMIT ?2;
-- the page before by an indexed column with nulls
SELECT * FROM (SELECT "id" FROM "eggs" WHERE "basket_id" = ?1 AND "id" < ?2 ORDER BY "basket_id" DESC, "id" DESC) UNION ALL SELECT * FROM (SELECT "id" FROM "eggs" WHERE "basket_id" < ?3 ORDER BY "basket_id" DESC, "id" DESC) LIMIT ?4;
-- the next page by the author's name and birth
SELECT "books"."id", r1."name", r1."born_on" FROM "books" JOIN "authors" r1 ON r1."id" = "books"."author_id" WHERE (r1."name" >= ?1 AND ((r1."name" > ?2) OR (r1."name" = ?3 AND r1."born_on" IS NOT NULL) OR (r1."name" = ?4 AND r1."born_on" IS NULL AND "books"."id" < ?5))) ORDER BY r1."name", r1."born_on" DESC NULLS FIRST, "books"."id" DESC LIMIT ?6;
-- the last page by the parent of some basket
SELECT "baskets"."id", r1."parent_id" FROM "baskets" LEFT JOIN "baskets" r1 ON r1."id" = "baskets"."parent_id" WHERE ("baskets"."parent_id") IN (SELECT r2."id" FROM "baskets" r2 WHERE r2."parent_id" IS NULL) ORDER BY r1."parent_id" NULLS LAST, "baskets"."id" LIMIT ?1;
-- an offset without a limit
SELECT "id" FROM "books" ORDER BY "id" LIMIT -1 OFFSET ?1;
-- equal
SELECT "id" FROM "books" WHERE "author_id" = ?1 ORDER BY "id" LIMIT ?2;
-- not equal, without nulls
SELECT "id" FROM "books" WHERE "pages" <> ?1 ORDER BY "id" LIMIT ?2;
-- not equal, with nulls
SELECT "id" FROM "books" WHERE ("weight" <> ?1 OR "weight" IS NULL) ORDER BY "id" LIMIT ?2;
-- one of three
SELECT "id" FROM "books" WHERE "pages" IN (?1, ?2, ?3, ?4) ORDER BY "id" LIMIT ?5;
-- contains
SELECT count(*) FROM "books" WHERE instr("title", ?1) > 0;
-- contains in either case
SELECT count(*) FROM "books" WHERE instr(lower("title"), ?1) > 0;
-- starts with
SELECT count(*) FROM "books" WHERE ("title" >= ?1 AND "title" < ?2);
-- ends with
SELECT count(*) FROM "books" WHERE substr("title", ?1) = ?2;
-- neither nor
SELECT 1 FROM "books" WHERE ("weight" IS NOT NULL AND ("pages" <> ?1 OR ("weight" <= ?2 OR "weight" IS NULL))) LIMIT 1;
-- books of an author who was born, and who wrote nothing else
SELECT 1 FROM "books" WHERE ("books"."author_id") IN (SELECT r1."id" FROM "authors" r1 WHERE (r1."email" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "books" r2 WHERE r2."author_id" = r1."id" AND r2."title" <> ?1 LIMIT 1))) LIMIT 1;
-- an insert
INSERT INTO "baskets" ("parent_id") VALUES (?1) RETURNING "id", "parent_id";
-- an insert of nothing
INSERT INTO "baskets" DEFAULT VALUES RETURNING "id";
-- an update
UPDATE "books" SET "title" = ?1, "price" = (CAST(round((abs(-1)) * 100) AS INTEGER)), "version" = "version" + 1 WHERE "id" = ?2 RETURNING "id";
-- a delete
DELETE FROM "books" WHERE "id" = ?1 RETURNING "id";

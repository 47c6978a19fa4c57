CREATE TABLE "orders" (
  "id" BLOB NOT NULL,
  "first_order" BLOB,
  "first_line" INTEGER,
  CONSTRAINT "pk_orders" PRIMARY KEY ("id"),
  CONSTRAINT "fk_orders_first_order_first_line" FOREIGN KEY ("first_order", "first_line") REFERENCES "lines" ("order_id", "number") ON DELETE SET NULL,
  CONSTRAINT "ck_orders_first_line_range" CHECK ("first_line" BETWEEN -2147483648 AND 2147483647)
) STRICT;

CREATE INDEX "ix_orders_first_order_first_line" ON "orders" ("first_order", "first_line", "id");

CREATE TABLE "things" (
  "id" INTEGER NOT NULL CONSTRAINT "pk_things" PRIMARY KEY AUTOINCREMENT,
  "flag" INTEGER NOT NULL DEFAULT 0,
  "small" INTEGER NOT NULL DEFAULT -5,
  "medium" INTEGER NOT NULL,
  "large" INTEGER,
  "natural" INTEGER NOT NULL,
  "real" REAL NOT NULL DEFAULT 0.1,
  "code" TEXT NOT NULL,
  "note" TEXT NOT NULL DEFAULT 'it''s \ fine',
  "at_least" TEXT,
  "token" BLOB NOT NULL DEFAULT x'0190c7a45e4f7b3a8000000000000000',
  "price" INTEGER NOT NULL DEFAULT 250,
  "day" TEXT NOT NULL DEFAULT '2024-05-01',
  "time" TEXT NOT NULL DEFAULT '12:30:00.000000',
  "at" TEXT NOT NULL DEFAULT '2024-05-01T10:30:00.000000Z',
  "since" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f', CURRENT_TIMESTAMP) || '000Z'),
  "fee" INTEGER NOT NULL DEFAULT (CAST(round((abs(-1.25)) * 100) AS INTEGER)),
  "today" TEXT NOT NULL DEFAULT (date(CURRENT_DATE)),
  "clock" TEXT NOT NULL DEFAULT (strftime('%H:%M:%f', CURRENT_TIME) || '000'),
  "octets" BLOB NOT NULL DEFAULT x'0001ff',
  "file" BLOB,
  "document" TEXT NOT NULL,
  "colour" TEXT NOT NULL DEFAULT 'red',
  "version" INTEGER NOT NULL,
  CONSTRAINT "uq_things_code" UNIQUE ("code"),
  CONSTRAINT "uq_things_code_flag" UNIQUE ("code", "flag"),
  CONSTRAINT "ck_things_flag_words" CHECK ("flag" IN (0, 1)),
  CONSTRAINT "ck_things_small_range" CHECK ("small" BETWEEN -32768 AND 32767),
  CONSTRAINT "ck_things_medium_range" CHECK ("medium" BETWEEN 2 AND 2147483647),
  CONSTRAINT "ck_things_large_range" CHECK ("large" <= 9),
  CONSTRAINT "ck_things_natural_range" CHECK ("natural" BETWEEN 0 AND 7),
  CONSTRAINT "ck_things_code_length" CHECK (length("code") BETWEEN 3 AND 3),
  CONSTRAINT "ck_things_at_least_length" CHECK (length("at_least") >= 2),
  CONSTRAINT "ck_things_price_range" CHECK ("price" BETWEEN 101 AND 99999),
  CONSTRAINT "ck_things_fee_range" CHECK ("fee" BETWEEN -9999 AND 9999),
  CONSTRAINT "ck_things_octets_length" CHECK (length("octets") BETWEEN 0 AND 16),
  CONSTRAINT "ck_things_document_json" CHECK (json_valid("document")),
  CONSTRAINT "ck_things_colour_words" CHECK ("colour" IN ('red', 'it''s \ blue')),
  CONSTRAINT "ck_things_version_range" CHECK ("version" BETWEEN -2147483648 AND 2147483647),
  CONSTRAINT "ck_things_flagged" CHECK (flag OR small > 0)
) STRICT;

CREATE INDEX "ix_things_day_time" ON "things" ("day", "time");

CREATE INDEX "ix_things_medium_desc_large" ON "things" ("medium" DESC, "large");

CREATE VIRTUAL TABLE "_search_things" USING fts5(words, content='', contentless_delete=1, tokenize='ascii', prefix='2 3');

CREATE TRIGGER "_search_things_insert" AFTER INSERT ON "things" BEGIN
  INSERT INTO "_search_things" (rowid, words) VALUES (new."id", substr(coalesce(new."code", ''), 1, 250000));
END;

CREATE TRIGGER "_search_things_update" AFTER UPDATE OF "id", "code" ON "things" BEGIN
  DELETE FROM "_search_things" WHERE rowid = old."id";
  INSERT INTO "_search_things" (rowid, words) VALUES (new."id", substr(coalesce(new."code", ''), 1, 250000));
END;

CREATE TRIGGER "_search_things_delete" AFTER DELETE ON "things" BEGIN
  DELETE FROM "_search_things" WHERE rowid = old."id";
END;

CREATE TABLE "lines" (
  "order_id" BLOB NOT NULL,
  "number" INTEGER NOT NULL,
  "part_of" BLOB,
  "thing_code" TEXT,
  "note ""1""" TEXT,
  "remark" TEXT NOT NULL DEFAULT '',
  CONSTRAINT "pk_lines" PRIMARY KEY ("order_id", "number"),
  CONSTRAINT "fk_lines_order_id" FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE CASCADE,
  CONSTRAINT "fk_lines_part_of" FOREIGN KEY ("part_of") REFERENCES "orders" ("id") ON DELETE RESTRICT,
  CONSTRAINT "fk_lines_thing_code" FOREIGN KEY ("thing_code") REFERENCES "things" ("code") ON DELETE SET NULL,
  CONSTRAINT "ck_lines_number_range" CHECK ("number" BETWEEN -2147483648 AND 2147483647),
  CONSTRAINT "ck_lines_thing_code_length" CHECK (length("thing_code") BETWEEN 0 AND 3)
) STRICT, WITHOUT ROWID;

CREATE INDEX "ix_lines_part_of" ON "lines" ("part_of", "order_id", "number");

CREATE INDEX "ix_lines_thing_code" ON "lines" ("thing_code", "order_id", "number");

CREATE VIRTUAL TABLE "_search_lines" USING fts5(words, content='', contentless_delete=1, tokenize='ascii', prefix='2 3');

CREATE TABLE "_search_lines_number" ("_search" INTEGER PRIMARY KEY, "order_id" NOT NULL, "number" NOT NULL, UNIQUE ("order_id", "number"));

CREATE TRIGGER "_search_lines_insert" AFTER INSERT ON "lines" BEGIN
  INSERT INTO "_search_lines_number" ("order_id", "number") VALUES (new."order_id", new."number");
  INSERT INTO "_search_lines" (rowid, words) SELECT "_search", substr(coalesce(new."note ""1""", '') || ' ' || coalesce(new."remark", ''), 1, 250000) FROM "_search_lines_number" WHERE "order_id" = new."order_id" AND "number" = new."number";
END;

CREATE TRIGGER "_search_lines_update" AFTER UPDATE OF "order_id", "number", "note ""1""", "remark" ON "lines" BEGIN
  DELETE FROM "_search_lines" WHERE rowid = (SELECT "_search" FROM "_search_lines_number" WHERE "order_id" = old."order_id" AND "number" = old."number");
  UPDATE "_search_lines_number" SET "order_id" = new."order_id", "number" = new."number" WHERE "order_id" = old."order_id" AND "number" = old."number";
  INSERT INTO "_search_lines" (rowid, words) SELECT "_search", substr(coalesce(new."note ""1""", '') || ' ' || coalesce(new."remark", ''), 1, 250000) FROM "_search_lines_number" WHERE "order_id" = new."order_id" AND "number" = new."number";
END;

CREATE TRIGGER "_search_lines_delete" AFTER DELETE ON "lines" BEGIN
  DELETE FROM "_search_lines" WHERE rowid = (SELECT "_search" FROM "_search_lines_number" WHERE "order_id" = old."order_id" AND "number" = old."number");
  DELETE FROM "_search_lines_number" WHERE "order_id" = old."order_id" AND "number" = old."number";
END;

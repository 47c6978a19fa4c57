-- crud: parent=4b75cdd18251ed6c result=b0530484814133e2 risk=locks
-- crud: mode=whole

-- crud: step
CREATE INDEX "_search_books" ON "books" USING gin ((array_to_tsvector(array_remove(regexp_split_to_array(regexp_replace(lower(left(coalesce("title", ''), 250000) COLLATE "C"), '([a-z0-9\u0080-\U0010ffff]{60})[a-z0-9\u0080-\U0010ffff]+', '\1', 'g'), '[\u0001-\u002f\u003a-\u0060\u007b-\u007f]+'), ''))));

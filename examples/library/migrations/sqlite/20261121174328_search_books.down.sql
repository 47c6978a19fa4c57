-- crud: parent=b0530484814133e2 result=4b75cdd18251ed6c risk=safe
-- crud: mode=whole

-- crud: step
DROP TRIGGER "_search_books_insert";

-- crud: step
DROP TRIGGER "_search_books_update";

-- crud: step
DROP TRIGGER "_search_books_delete";

-- crud: step
DROP TABLE "_search_books";

-- crud: step
DROP TABLE "_search_books_number";

-- crud: parent=b0530484814133e2 result=4b75cdd18251ed6c risk=locks
-- crud: mode=whole

-- crud: step
DROP INDEX "_search_books";

-- crud: parent=b0530484814133e2 result=4b75cdd18251ed6c risk=safe
-- crud: mode=stepwise

-- crud: step
ALTER TABLE `books` DROP INDEX `_search_books`,
  DROP COLUMN `_search`;

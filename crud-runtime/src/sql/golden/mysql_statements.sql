-- one record
SELECT `id`, `title` FROM `books` WHERE `id` = ?;
-- one record, kept from others
SELECT `id` FROM `books` WHERE `id` = ? FOR UPDATE;
-- three composite keys
SELECT `book_id` FROM `shelf_marks` WHERE (`book_id` = ? AND `position` = ?) OR (`book_id` = ? AND `position` = ?) OR (`book_id` = ? AND `position` = ?) OR (`book_id` = ? AND `position` = ?);
-- three keys
SELECT `id` FROM `books` WHERE `id` IN (?, ?, ?, ?);
-- a page by key
SELECT `id` FROM `books` ORDER BY `id` LIMIT ?;
-- the next page by key
SELECT `id` FROM `books` WHERE `id` > ? ORDER BY `id` LIMIT ?;
-- the next page by two columns
SELECT `id` FROM `books` WHERE (`title` <= ? AND ((`title` < ?) OR (`title` = ? AND `id` < ?))) ORDER BY `title` DESC, `id` DESC LIMIT ?;
-- the next page in two directions
SELECT `id` FROM `books` WHERE (`title` <= ? AND ((`title` < ?) OR (`title` = ? AND `id` > ?))) ORDER BY `title` DESC, `id` LIMIT ?;
-- the next page by a column with nulls
SELECT `id` FROM `authors` WHERE (((`born_on` > ? OR `born_on` IS NULL)) OR (`born_on` = ? AND `id` > ?)) ORDER BY `born_on` IS NULL, `born_on`, `id` LIMIT ?;
-- the next page, descending, behind a null
SELECT `id` FROM `authors` WHERE ((`born_on` IS NOT NULL) OR (`born_on` IS NULL AND `id` > ?)) ORDER BY `born_on` IS NOT NULL, `born_on` DESC, `id` LIMIT ?;
-- an offset without a limit
SELECT `id` FROM `books` ORDER BY `id` LIMIT 18446744073709551615 OFFSET ?;
-- equal
SELECT `id` FROM `books` WHERE `author_id` = ? ORDER BY `id` LIMIT ?;
-- not equal, without nulls
SELECT `id` FROM `books` WHERE `pages` <> ? ORDER BY `id` LIMIT ?;
-- not equal, with nulls
SELECT `id` FROM `books` WHERE (`weight` <> ? OR `weight` IS NULL) ORDER BY `id` LIMIT ?;
-- one of three
SELECT `id` FROM `books` WHERE `pages` IN (?, ?, ?, ?) ORDER BY `id` LIMIT ?;
-- contains
SELECT count(*) FROM `books` WHERE LOCATE(?, `title`) > 0;
-- contains in either case
SELECT count(*) FROM `books` WHERE `title` REGEXP ?;
-- starts with
SELECT count(*) FROM `books` WHERE (`title` >= ? AND `title` < ?);
-- ends with
SELECT count(*) FROM `books` WHERE right(`title`, ?) = ?;
-- neither nor
SELECT 1 FROM `books` WHERE (`weight` IS NOT NULL AND (`pages` <> ? OR (`weight` <= ? OR `weight` IS NULL))) LIMIT 1;
-- books of an author who was born, and who wrote nothing else
SELECT 1 FROM `books` WHERE EXISTS (SELECT 1 FROM `authors` r1 WHERE r1.`id` = `books`.`author_id` AND (r1.`email` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `books` r2 WHERE r2.`author_id` = r1.`id` AND r2.`title` <> ?))) LIMIT 1;
-- an insert
INSERT INTO `baskets` (`parent_id`) VALUES (?);
-- an insert of nothing
INSERT INTO `baskets` () VALUES ();
-- an update
UPDATE `books` SET `title` = ?, `price` = (abs(-1)), `version` = `version` + 1 WHERE `id` = ?;
-- a delete
DELETE FROM `books` WHERE `id` = ?;

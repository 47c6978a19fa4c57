-- one record
SELECT `id`, `title` FROM `books` WHERE `id` = ?;
-- one record, kept from others
SELECT `id` FROM `books` WHERE `id` = ? FOR UPDATE;
-- three composite keys
SELECT `book_id` FROM `shelf_marks` WHERE (`book_id` = ? AND `position` = ?) OR (`book_id` = ? AND `position` = ?) OR (`book_id` = ? AND `position` = ?) OR (`book_id` = ? AND `position` = ?);
-- three keys
SELECT `id` FROM `books` WHERE `id` IN (?, ?, ?, ?);
-- three keys, kept from others
SELECT `id` FROM `books` WHERE `id` IN (?, ?, ?, ?) FOR UPDATE;
-- three new marks
INSERT INTO `shelf_marks` (`book_id`, `position`) VALUES (?, ?), (?, ?), (?, ?);
-- three composite keys that go
DELETE FROM `shelf_marks` WHERE (`book_id` = ? AND `position` = ?) OR (`book_id` = ? AND `position` = ?) OR (`book_id` = ? AND `position` = ?) OR (`book_id` = ? AND `position` = ?);
-- a page by key
SELECT `id` FROM `books` ORDER BY `id` LIMIT ?;
-- the next page by key
SELECT `id` FROM `books` WHERE `id` > ? ORDER BY `id` LIMIT ?;
-- the next page by two columns
SELECT `id` FROM `books` WHERE (`title` <= ? AND ((`title` < ?) OR (`title` = ? AND `id` < ?))) ORDER BY `title` DESC, `id` DESC LIMIT ?;
-- the next page in two directions
SELECT `id` FROM `books` WHERE (`title` <= ? AND ((`title` < ?) OR (`title` = ? AND `id` < ?))) ORDER BY `title` DESC, `id` DESC LIMIT ?;
-- the next page by a column with nulls
SELECT `id` FROM `authors` WHERE (((`born_on` > ? OR `born_on` IS NULL)) OR (`born_on` = ? AND `id` > ?)) ORDER BY `born_on` IS NULL, `born_on`, `id` LIMIT ?;
-- the next page, descending, behind a null
SELECT `id` FROM `authors` WHERE ((`born_on` IS NOT NULL) OR (`born_on` IS NULL AND `id` < ?)) ORDER BY `born_on` IS NOT NULL, `born_on` DESC, `id` DESC LIMIT ?;
-- all that belongs to three
SELECT r1.`id`, r1.`title` FROM `books` r1 WHERE r1.`author_id` IN (?, ?, ?, ?) ORDER BY r1.`id` LIMIT 100;
-- the dearest two of each
SELECT c0, c1 FROM (SELECT r1.`id` AS c0, r1.`title` AS c1, ROW_NUMBER() OVER (PARTITION BY r1.`author_id` ORDER BY r1.`price` DESC, r1.`id` DESC) AS n FROM `books` r1 WHERE r1.`author_id` IN (?, ?, ?, ?)) ranked WHERE n <= ? ORDER BY n LIMIT 100;
-- what three belong to
SELECT r1.`id`, r1.`name` FROM `authors` r1 WHERE r1.`id` IN (?, ?, ?, ?) LIMIT 100;
-- the first page by an indexed column with nulls
(SELECT `id` FROM `eggs` WHERE `basket_id` IS NOT NULL ORDER BY `basket_id`, `id` LIMIT ?) UNION ALL (SELECT `id` FROM `eggs` WHERE `basket_id` IS NULL ORDER BY `id` LIMIT ?) LIMIT ?;
-- the next page by an indexed column with nulls
(SELECT `id` FROM `eggs` WHERE (`basket_id` >= ? AND ((`basket_id` > ?) OR (`basket_id` = ? AND `id` > ?))) ORDER BY `basket_id`, `id` LIMIT ?) UNION ALL (SELECT `id` FROM `eggs` WHERE `basket_id` IS NULL ORDER BY `id` LIMIT ?) LIMIT ?;
-- the next page by an indexed column, descending, behind a null
(SELECT `id` FROM `eggs` WHERE `basket_id` IS NULL AND `id` < ? ORDER BY `id` DESC LIMIT ?) UNION ALL (SELECT `id` FROM `eggs` WHERE `basket_id` IS NOT NULL ORDER BY `basket_id` DESC, `id` DESC LIMIT ?) LIMIT ?;
-- the page before by an indexed column with nulls
SELECT `id` FROM `eggs` WHERE (`basket_id` <= ? AND ((`basket_id` < ?) OR (`basket_id` = ? AND `id` < ?))) ORDER BY `basket_id` DESC, `id` DESC LIMIT ?;
-- the next page by the author's name and birth
SELECT `books`.`id`, r1.`name`, r1.`born_on` FROM `books` JOIN `authors` r1 ON r1.`id` = `books`.`author_id` WHERE (r1.`name` >= ? AND ((r1.`name` > ?) OR (r1.`name` = ? AND r1.`born_on` IS NOT NULL) OR (r1.`name` = ? AND r1.`born_on` IS NULL AND `books`.`id` < ?))) ORDER BY r1.`name`, r1.`born_on` IS NOT NULL, r1.`born_on` DESC, `books`.`id` DESC LIMIT ?;
-- the last page by the parent of some basket
SELECT `baskets`.`id`, r1.`parent_id` FROM `baskets` LEFT JOIN `baskets` r1 ON r1.`id` = `baskets`.`parent_id` WHERE EXISTS (SELECT 1 FROM `baskets` r2 WHERE r2.`id` = `baskets`.`parent_id` AND r2.`parent_id` IS NULL) ORDER BY r1.`parent_id` IS NULL, r1.`parent_id`, `baskets`.`id` LIMIT ?;
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

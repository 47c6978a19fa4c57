-- crud: parent=127d3ead9eba8e0a result=0c17e1480ef3e230 risk=breaks
-- crud: mode=stepwise

-- crud: step
ALTER TABLE `books` DROP CONSTRAINT `ck_books_title_length`,
  DROP CONSTRAINT `ck_books_pages_range`;

-- crud: step
ALTER TABLE `books` RENAME COLUMN `pages` TO `page_count`;

-- crud: step
ALTER TABLE `books` MODIFY COLUMN `title` varchar(200) NOT NULL COMMENT 'As printed.',
  MODIFY COLUMN `note` longtext DEFAULT ('none'),
  ADD COLUMN `isbn` varchar(13);

-- crud: step
UPDATE `books` SET `note` = ('none') WHERE `note` IS NULL;

-- crud: step
ALTER TABLE `books` MODIFY COLUMN `note` longtext NOT NULL DEFAULT ('none');

-- crud: step
ALTER TABLE `books` ADD CONSTRAINT `ck_books_title_length` CHECK (char_length(`title`) BETWEEN 1 AND 200),
  ADD CONSTRAINT `ck_books_page_count_range` CHECK (`page_count` >= 1),
  ADD CONSTRAINT `ck_books_isbn_length` CHECK (char_length(`isbn`) BETWEEN 10 AND 13),
  ADD CONSTRAINT `uq_books_isbn` UNIQUE (`isbn`),
  ADD INDEX `ix_books_page_count` (`page_count`);

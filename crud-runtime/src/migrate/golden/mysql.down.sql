-- crud: parent=0c17e1480ef3e230 result=127d3ead9eba8e0a risk=loses
-- crud: mode=stepwise
-- crud: irreversible: the values of `isbn` of `books` are lost

-- crud: step
ALTER TABLE `books` DROP CONSTRAINT `ck_books_title_length`,
  DROP CONSTRAINT `ck_books_page_count_range`,
  DROP CONSTRAINT `ck_books_isbn_length`,
  DROP INDEX `uq_books_isbn`,
  DROP INDEX `ix_books_page_count`,
  DROP COLUMN `isbn`;

-- crud: step
ALTER TABLE `books` RENAME COLUMN `page_count` TO `pages`;

-- crud: step
ALTER TABLE `books` MODIFY COLUMN `title` varchar(200) NOT NULL,
  MODIFY COLUMN `note` longtext;

-- crud: step
ALTER TABLE `books` ADD CONSTRAINT `ck_books_title_length` CHECK (char_length(`title`) BETWEEN 0 AND 200),
  ADD CONSTRAINT `ck_books_pages_range` CHECK (`pages` >= 1);

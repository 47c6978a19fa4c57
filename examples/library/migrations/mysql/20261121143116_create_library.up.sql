-- crud: parent=57f9bf6390bb37d9 result=4b75cdd18251ed6c risk=safe
-- crud: mode=stepwise

-- crud: step
CREATE TABLE `authors` (
  `id` binary(16) NOT NULL,
  `name` varchar(120) NOT NULL,
  CONSTRAINT `pk_authors` PRIMARY KEY (`id`),
  CONSTRAINT `ck_authors_name_length` CHECK (char_length(`name`) BETWEEN 1 AND 120)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M!100203 COLLATE utf8mb4_nopad_bin */ COMMENT='Somebody who writes.';

-- crud: step
CREATE TABLE `books` (
  `id` binary(16) NOT NULL,
  `title` varchar(200) NOT NULL,
  `isbn` varchar(13) NOT NULL,
  `price` decimal(10,2) NOT NULL,
  `author_id` binary(16) NOT NULL,
  `version` bigint NOT NULL,
  CONSTRAINT `pk_books` PRIMARY KEY (`id`),
  CONSTRAINT `uq_books_isbn` UNIQUE (`isbn`),
  CONSTRAINT `fk_books_author_id` FOREIGN KEY (`author_id`) REFERENCES `authors` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `ck_books_title_length` CHECK (char_length(`title`) BETWEEN 1 AND 200),
  CONSTRAINT `ck_books_price_range` CHECK (`price` >= 0.00)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M!100203 COLLATE utf8mb4_nopad_bin */ COMMENT='A book on the shelf.';

-- crud: step
CREATE INDEX `ix_books_author_id` ON `books` (`author_id`);

-- crud: step
CREATE TABLE `reviews` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `book_id` binary(16) NOT NULL,
  `stars` int NOT NULL,
  CONSTRAINT `pk_reviews` PRIMARY KEY (`id`),
  CONSTRAINT `fk_reviews_book_id` FOREIGN KEY (`book_id`) REFERENCES `books` (`id`) ON DELETE CASCADE,
  CONSTRAINT `ck_reviews_stars_range` CHECK (`stars` BETWEEN 1 AND 5)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M!100203 COLLATE utf8mb4_nopad_bin */ COMMENT='How many stars a reader gives a book.';

-- crud: step
CREATE INDEX `ix_reviews_book_id` ON `reviews` (`book_id`);

CREATE TABLE `orders` (
  `id` binary(16) NOT NULL,
  `first_order` binary(16),
  `first_line` int,
  CONSTRAINT `pk_orders` PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M!100203 COLLATE utf8mb4_nopad_bin */;

CREATE INDEX `ix_orders_first_order_first_line` ON `orders` (`first_order`, `first_line`);

CREATE TABLE `things` (
  `id` bigint NOT NULL AUTO_INCREMENT COMMENT 'Never given \\ twice.',
  `flag` boolean NOT NULL DEFAULT (FALSE),
  `small` smallint NOT NULL DEFAULT (-5),
  `medium` int NOT NULL,
  `large` bigint,
  `natural` int unsigned NOT NULL,
  `real` double NOT NULL DEFAULT (0.1),
  `code` varchar(3) NOT NULL,
  `note` longtext NOT NULL DEFAULT ('it''s \\ fine'),
  `at_least` longtext,
  `token` binary(16) NOT NULL DEFAULT (x'0190c7a45e4f7b3a8000000000000000'),
  `price` decimal(5,2) NOT NULL DEFAULT (2.50),
  `day` date NOT NULL DEFAULT ('2024-05-01'),
  `time` time(6) NOT NULL DEFAULT ('12:30:00.000000'),
  `at` datetime(6) NOT NULL DEFAULT ('2024-05-01 10:30:00.000000'),
  `since` datetime(6) NOT NULL DEFAULT (CURRENT_TIMESTAMP),
  `fee` decimal(4,2) NOT NULL DEFAULT (abs(-1.25)),
  `today` date NOT NULL DEFAULT (CURRENT_DATE),
  `clock` time(6) NOT NULL DEFAULT (CURRENT_TIME),
  `octets` varbinary(16) NOT NULL DEFAULT (x'0001ff'),
  `file` longblob,
  `document` longtext NOT NULL,
  `colour` varchar(11) NOT NULL DEFAULT ('red'),
  `version` int NOT NULL,
  CONSTRAINT `pk_things` PRIMARY KEY (`id`),
  `_search` longtext CHARACTER SET ascii COLLATE ascii_bin GENERATED ALWAYS AS (regexp_replace(replace(lower(hex(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(concat(' ', left(concat_ws(' ', coalesce(convert(`code` using utf8mb4), '')), 250000)), 'A', 'a'), 'B', 'b'), 'C', 'c'), 'D', 'd'), 'E', 'e'), 'F', 'f'), 'G', 'g'), 'H', 'h'), 'I', 'i'), 'J', 'j'), 'K', 'k'), 'L', 'l'), 'M', 'm'), 'N', 'n'), 'O', 'o'), 'P', 'p'), 'Q', 'q'), 'R', 'r'), 'S', 's'), 'T', 't'), 'U', 'u'), 'V', 'v'), 'W', 'w'), 'X', 'x'), 'Y', 'y'), 'Z', 'z'), char(1), ' '), char(2), ' '), char(3), ' '), char(4), ' '), char(5), ' '), char(6), ' '), char(7), ' '), char(8), ' '), char(9), ' '), char(10), ' '), char(11), ' '), char(12), ' '), char(13), ' '), char(14), ' '), char(15), ' '), char(16), ' '), char(17), ' '), char(18), ' '), char(19), ' '), char(20), ' '), char(21), ' '), char(22), ' '), char(23), ' '), char(24), ' '), char(25), ' '), char(26), ' '), char(27), ' '), char(28), ' '), char(29), ' '), char(30), ' '), char(31), ' '), '!', ' '), '"', ' '), '#', ' '), '$', ' '), '%', ' '), '&', ' '), char(39), ' '), '(', ' '), ')', ' '), '*', ' '), '+', ' '), ',', ' '), '-', ' '), '.', ' '), '/', ' '), ':', ' '), ';', ' '), '<', ' '), '=', ' '), '>', ' '), '?', ' '), '@', ' '), '[', ' '), char(92), ' '), ']', ' '), '^', ' '), '_', ' '), '`', ' '), '{', ' '), '|', ' '), '}', ' '), '~', ' '), char(127), ' '))), '20', ' z'), '(?<=[^ ]{81})[^ ]+', '')) STORED,
  FULLTEXT INDEX `_search_things` (`_search`),
  CONSTRAINT `uq_things_code` UNIQUE (`code`),
  CONSTRAINT `uq_things_code_flag` UNIQUE (`code`, `flag`),
  CONSTRAINT `ck_things_medium_range` CHECK (`medium` >= 2),
  CONSTRAINT `ck_things_large_range` CHECK (`large` <= 9),
  CONSTRAINT `ck_things_natural_range` CHECK (`natural` <= 7),
  CONSTRAINT `ck_things_code_length` CHECK (char_length(`code`) BETWEEN 3 AND 3),
  CONSTRAINT `ck_things_at_least_length` CHECK (char_length(`at_least`) >= 2),
  CONSTRAINT `ck_things_price_range` CHECK (`price` BETWEEN 1.01 AND 999.99),
  CONSTRAINT `ck_things_octets_length` CHECK (length(`octets`) BETWEEN 0 AND 16),
  CONSTRAINT `ck_things_colour_words` CHECK (`colour` IN ('red', 'it''s \\ blue')),
  CONSTRAINT `ck_things_flagged` CHECK (flag OR small > 0)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M!100203 COLLATE utf8mb4_nopad_bin */ COMMENT='It''s one of each kind.';

CREATE INDEX `ix_things_day_time` ON `things` (`day`, `time`);

CREATE INDEX `ix_things_medium_desc_large` ON `things` (`medium` DESC, `large`);

CREATE TABLE `lines` (
  `order_id` binary(16) NOT NULL,
  `number` int NOT NULL,
  `part_of` binary(16),
  `thing_code` varchar(3),
  `note "1"` longtext,
  `remark` longtext NOT NULL DEFAULT (''),
  CONSTRAINT `pk_lines` PRIMARY KEY (`order_id`, `number`),
  `_search` longtext CHARACTER SET ascii COLLATE ascii_bin GENERATED ALWAYS AS (regexp_replace(replace(lower(hex(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(concat(' ', left(concat_ws(' ', coalesce(convert(`note "1"` using utf8mb4), ''), coalesce(convert(`remark` using utf8mb4), '')), 250000)), 'A', 'a'), 'B', 'b'), 'C', 'c'), 'D', 'd'), 'E', 'e'), 'F', 'f'), 'G', 'g'), 'H', 'h'), 'I', 'i'), 'J', 'j'), 'K', 'k'), 'L', 'l'), 'M', 'm'), 'N', 'n'), 'O', 'o'), 'P', 'p'), 'Q', 'q'), 'R', 'r'), 'S', 's'), 'T', 't'), 'U', 'u'), 'V', 'v'), 'W', 'w'), 'X', 'x'), 'Y', 'y'), 'Z', 'z'), char(1), ' '), char(2), ' '), char(3), ' '), char(4), ' '), char(5), ' '), char(6), ' '), char(7), ' '), char(8), ' '), char(9), ' '), char(10), ' '), char(11), ' '), char(12), ' '), char(13), ' '), char(14), ' '), char(15), ' '), char(16), ' '), char(17), ' '), char(18), ' '), char(19), ' '), char(20), ' '), char(21), ' '), char(22), ' '), char(23), ' '), char(24), ' '), char(25), ' '), char(26), ' '), char(27), ' '), char(28), ' '), char(29), ' '), char(30), ' '), char(31), ' '), '!', ' '), '"', ' '), '#', ' '), '$', ' '), '%', ' '), '&', ' '), char(39), ' '), '(', ' '), ')', ' '), '*', ' '), '+', ' '), ',', ' '), '-', ' '), '.', ' '), '/', ' '), ':', ' '), ';', ' '), '<', ' '), '=', ' '), '>', ' '), '?', ' '), '@', ' '), '[', ' '), char(92), ' '), ']', ' '), '^', ' '), '_', ' '), '`', ' '), '{', ' '), '|', ' '), '}', ' '), '~', ' '), char(127), ' '))), '20', ' z'), '(?<=[^ ]{81})[^ ]+', '')) STORED,
  FULLTEXT INDEX `_search_lines` (`_search`),
  CONSTRAINT `fk_lines_order_id` FOREIGN KEY (`order_id`) REFERENCES `orders` (`id`) ON DELETE CASCADE,
  CONSTRAINT `fk_lines_part_of` FOREIGN KEY (`part_of`) REFERENCES `orders` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `fk_lines_thing_code` FOREIGN KEY (`thing_code`) REFERENCES `things` (`code`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M!100203 COLLATE utf8mb4_nopad_bin */;

CREATE INDEX `ix_lines_part_of` ON `lines` (`part_of`);

CREATE INDEX `ix_lines_thing_code` ON `lines` (`thing_code`);

ALTER TABLE `orders` ADD CONSTRAINT `fk_orders_first_order_first_line` FOREIGN KEY (`first_order`, `first_line`) REFERENCES `lines` (`order_id`, `number`) ON DELETE SET NULL;

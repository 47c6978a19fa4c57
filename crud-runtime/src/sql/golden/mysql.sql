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

CREATE INDEX `ix_things_medium_large` ON `things` (`medium`, `large`);

CREATE TABLE `lines` (
  `order_id` binary(16) NOT NULL,
  `number` int NOT NULL,
  `part_of` binary(16),
  `thing_code` varchar(3),
  CONSTRAINT `pk_lines` PRIMARY KEY (`order_id`, `number`),
  CONSTRAINT `fk_lines_order_id` FOREIGN KEY (`order_id`) REFERENCES `orders` (`id`) ON DELETE CASCADE,
  CONSTRAINT `fk_lines_part_of` FOREIGN KEY (`part_of`) REFERENCES `orders` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `fk_lines_thing_code` FOREIGN KEY (`thing_code`) REFERENCES `things` (`code`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M!100203 COLLATE utf8mb4_nopad_bin */;

CREATE INDEX `ix_lines_part_of` ON `lines` (`part_of`);

CREATE INDEX `ix_lines_thing_code` ON `lines` (`thing_code`);

ALTER TABLE `orders` ADD CONSTRAINT `fk_orders_first_order_first_line` FOREIGN KEY (`first_order`, `first_line`) REFERENCES `lines` (`order_id`, `number`) ON DELETE SET NULL;

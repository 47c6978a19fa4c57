-- Northwind on MySQL and MariaDB: a name with a space, bits, latin letters in one table, two engines, two views.

CREATE TABLE `Categories` (
    `CategoryID` INTEGER NOT NULL AUTO_INCREMENT,
    `CategoryName` VARCHAR(15) NOT NULL,
    `Description` MEDIUMTEXT,
    `Picture` LONGBLOB,
    CONSTRAINT `PK_Categories` PRIMARY KEY (`CategoryID`),
    KEY `CategoryName` (`CategoryName`)
) COMMENT = 'What products are sorted into.';

CREATE TABLE `CustomerDemographics` (
    `CustomerTypeID` VARCHAR(10) NOT NULL,
    `CustomerDesc` MEDIUMTEXT,
    PRIMARY KEY (`CustomerTypeID`)
);

CREATE TABLE `Customers` (
    `CustomerID` VARCHAR(5) NOT NULL COMMENT 'Five letters of the company''s name.',
    `CompanyName` VARCHAR(40) NOT NULL,
    `ContactName` VARCHAR(30),
    `ContactTitle` VARCHAR(30),
    `Address` VARCHAR(60),
    `City` VARCHAR(15),
    `Region` VARCHAR(15),
    `PostalCode` VARCHAR(10),
    `Country` VARCHAR(15),
    `Phone` VARCHAR(24),
    `Fax` VARCHAR(24),
    PRIMARY KEY (`CustomerID`),
    KEY `City` (`City`),
    KEY `CompanyName` (`CompanyName`),
    KEY `PostalCode` (`PostalCode`),
    KEY `Region` (`Region`)
);

CREATE TABLE `CustomerCustomerDemo` (
    `CustomerID` VARCHAR(5) NOT NULL,
    `CustomerTypeID` VARCHAR(10) NOT NULL,
    PRIMARY KEY (`CustomerID`, `CustomerTypeID`),
    CONSTRAINT `FK_CustomerCustomerDemo` FOREIGN KEY (`CustomerTypeID`)
        REFERENCES `CustomerDemographics` (`CustomerTypeID`),
    CONSTRAINT `FK_CustomerCustomerDemo_Customers` FOREIGN KEY (`CustomerID`) REFERENCES `Customers` (`CustomerID`)
);

CREATE TABLE `Employees` (
    `EmployeeID` INTEGER NOT NULL AUTO_INCREMENT,
    `LastName` VARCHAR(20) NOT NULL,
    `FirstName` VARCHAR(10) NOT NULL,
    `Title` VARCHAR(30),
    `TitleOfCourtesy` VARCHAR(25),
    `BirthDate` DATETIME,
    `HireDate` DATETIME,
    `HomePhone` VARCHAR(24),
    `Photo` LONGBLOB,
    `Notes` MEDIUMTEXT NOT NULL,
    `ReportsTo` INTEGER,
    `Salary` FLOAT,
    PRIMARY KEY (`EmployeeID`),
    KEY `LastName` (`LastName`),
    CONSTRAINT `FK_Employees_Employees` FOREIGN KEY (`ReportsTo`) REFERENCES `Employees` (`EmployeeID`)
);

CREATE TABLE `Region` (
    `RegionID` INTEGER NOT NULL,
    `RegionDescription` VARCHAR(50) NOT NULL,
    PRIMARY KEY (`RegionID`)
);

CREATE TABLE `Territories` (
    `TerritoryID` VARCHAR(20) NOT NULL,
    `TerritoryDescription` VARCHAR(50) NOT NULL,
    `RegionID` INTEGER NOT NULL,
    PRIMARY KEY (`TerritoryID`),
    CONSTRAINT `FK_Territories_Region` FOREIGN KEY (`RegionID`) REFERENCES `Region` (`RegionID`)
);

CREATE TABLE `EmployeeTerritories` (
    `EmployeeID` INTEGER NOT NULL,
    `TerritoryID` VARCHAR(20) NOT NULL,
    PRIMARY KEY (`EmployeeID`, `TerritoryID`),
    CONSTRAINT `FK_EmployeeTerritories_Employees` FOREIGN KEY (`EmployeeID`) REFERENCES `Employees` (`EmployeeID`),
    CONSTRAINT `FK_EmployeeTerritories_Territories` FOREIGN KEY (`TerritoryID`) REFERENCES `Territories` (`TerritoryID`)
);

CREATE TABLE `Shippers` (
    `ShipperID` INTEGER NOT NULL AUTO_INCREMENT,
    `CompanyName` VARCHAR(40) NOT NULL,
    `Phone` VARCHAR(24),
    PRIMARY KEY (`ShipperID`)
) DEFAULT CHARACTER SET latin1;

CREATE TABLE `Suppliers` (
    `SupplierID` INTEGER NOT NULL AUTO_INCREMENT,
    `CompanyName` VARCHAR(40) NOT NULL,
    `Country` VARCHAR(15),
    `HomePage` MEDIUMTEXT,
    PRIMARY KEY (`SupplierID`),
    KEY `CompanyName` (`CompanyName`)
);

CREATE TABLE `Orders` (
    `OrderID` INTEGER NOT NULL AUTO_INCREMENT,
    `CustomerID` VARCHAR(5),
    `EmployeeID` INTEGER,
    `OrderDate` DATETIME,
    `ShippedDate` DATETIME,
    `ShipVia` INTEGER,
    `Freight` DECIMAL(10,4) DEFAULT 0,
    `ShipName` VARCHAR(40),
    `ShipPostalCode` VARCHAR(10),
    PRIMARY KEY (`OrderID`),
    KEY `OrderDate` (`OrderDate`),
    KEY `ShipPostalCode` (`ShipPostalCode`),
    CONSTRAINT `FK_Orders_Customers` FOREIGN KEY (`CustomerID`) REFERENCES `Customers` (`CustomerID`),
    CONSTRAINT `FK_Orders_Employees` FOREIGN KEY (`EmployeeID`) REFERENCES `Employees` (`EmployeeID`),
    CONSTRAINT `FK_Orders_Shippers` FOREIGN KEY (`ShipVia`) REFERENCES `Shippers` (`ShipperID`)
);

CREATE TABLE `Products` (
    `ProductID` INTEGER NOT NULL AUTO_INCREMENT,
    `ProductName` VARCHAR(40) NOT NULL,
    `SupplierID` INTEGER,
    `CategoryID` INTEGER,
    `QuantityPerUnit` VARCHAR(20),
    `UnitPrice` DECIMAL(10,4) DEFAULT 0 CHECK (`UnitPrice` >= 0),
    `UnitsInStock` SMALLINT(2) DEFAULT 0,
    `UnitsOnOrder` SMALLINT(2) DEFAULT 0,
    `ReorderLevel` SMALLINT(2) DEFAULT 0,
    `Discontinued` BIT NOT NULL DEFAULT 0,
    PRIMARY KEY (`ProductID`),
    KEY `ProductName` (`ProductName`),
    CONSTRAINT `CK_ReorderLevel` CHECK (`ReorderLevel` >= 0),
    CONSTRAINT `FK_Products_Categories` FOREIGN KEY (`CategoryID`) REFERENCES `Categories` (`CategoryID`),
    CONSTRAINT `FK_Products_Suppliers` FOREIGN KEY (`SupplierID`) REFERENCES `Suppliers` (`SupplierID`)
);

CREATE TABLE `Order Details` (
    `OrderID` INTEGER NOT NULL,
    `ProductID` INTEGER NOT NULL,
    `UnitPrice` DECIMAL(10,4) NOT NULL DEFAULT 0,
    `Quantity` SMALLINT(2) NOT NULL DEFAULT 1,
    `Discount` DOUBLE(8,0) NOT NULL DEFAULT 0,
    PRIMARY KEY (`OrderID`, `ProductID`),
    CONSTRAINT `FK_Order_Details_Orders` FOREIGN KEY (`OrderID`) REFERENCES `Orders` (`OrderID`),
    CONSTRAINT `FK_Order_Details_Products` FOREIGN KEY (`ProductID`) REFERENCES `Products` (`ProductID`)
);

CREATE TABLE `Audit` (
    `At` DATETIME NOT NULL,
    `What` VARCHAR(40)
) ENGINE = MyISAM;

CREATE TABLE `Settings` (
    `Name` VARCHAR(40) NOT NULL PRIMARY KEY,
    `Value` TEXT
) ENGINE = MyISAM;

CREATE VIEW `Current Product List` AS SELECT `ProductID`, `ProductName` FROM `Products` WHERE `Discontinued` = 0;

CREATE VIEW `Order Subtotals` AS
    SELECT `OrderID`, SUM(`UnitPrice` * `Quantity` * (1 - `Discount`)) AS `Subtotal`
      FROM `Order Details` GROUP BY `OrderID`;

INSERT INTO `Categories` VALUES (1, 'Beverages', 'Soft drinks, coffees, teas', x'0001ff');
INSERT INTO `Customers` (`CustomerID`, `CompanyName`, `Country`) VALUES
    ('ALFKI', 'Alfreds Futterkiste', 'Germany'), ('BONAP', 'Bon app''', 'France');
INSERT INTO `CustomerDemographics` VALUES ('loyal', NULL);
INSERT INTO `CustomerCustomerDemo` VALUES ('ALFKI', 'loyal');
INSERT INTO `Employees` (`EmployeeID`, `LastName`, `FirstName`, `BirthDate`, `Notes`, `ReportsTo`, `Salary`) VALUES
    (2, 'Fuller', 'Andrew', '1952-02-19', '', NULL, 2254.49), (1, 'Davolio', 'Nancy', '1948-12-08', '', 2, 0.1);
INSERT INTO `Region` VALUES (1, 'Eastern');
INSERT INTO `Territories` VALUES ('01581', 'Westboro', 1);
INSERT INTO `EmployeeTerritories` VALUES (1, '01581');
INSERT INTO `Shippers` VALUES (3, 'Féderal Shipping', NULL);
INSERT INTO `Suppliers` (`SupplierID`, `CompanyName`) VALUES (1, 'Exotic Liquids');
INSERT INTO `Orders` (`OrderID`, `CustomerID`, `EmployeeID`, `OrderDate`, `ShipVia`, `Freight`) VALUES
    (10248, 'ALFKI', 1, '1996-07-04', 3, 32.38);
INSERT INTO `Products` VALUES (1, 'Chai', 1, 1, '10 boxes x 30 bags', 18, 39, 0, 10, 1),
    (11, 'Queso Cabrales', NULL, NULL, '1 kg pkg.', 21.05, 22, 30, 30, 0);
INSERT INTO `Order Details` VALUES (10248, 11, 14, 12, 0), (10248, 1, 9.8, 10, 0.05);
INSERT INTO `Settings` VALUES ('theme', 'dark');

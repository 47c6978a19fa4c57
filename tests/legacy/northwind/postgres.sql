-- Northwind on PostgreSQL: smallint and text keys, bpchar, real for money, bytea; not one index beside the keys.

CREATE TABLE categories (
    category_id smallint NOT NULL,
    category_name character varying(15) NOT NULL,
    description text,
    picture bytea,
    CONSTRAINT pk_categories PRIMARY KEY (category_id)
);

CREATE TABLE customer_demographics (
    customer_type_id bpchar NOT NULL,
    customer_desc text,
    CONSTRAINT pk_customer_demographics PRIMARY KEY (customer_type_id)
);

CREATE TABLE customers (
    customer_id bpchar NOT NULL,
    company_name character varying(40) NOT NULL,
    contact_name character varying(30),
    contact_title character varying(30),
    address character varying(60),
    city character varying(15),
    region character varying(15),
    postal_code character varying(10),
    country character varying(15),
    phone character varying(24),
    fax character varying(24),
    CONSTRAINT pk_customers PRIMARY KEY (customer_id)
);

CREATE TABLE customer_customer_demo (
    customer_id bpchar NOT NULL,
    customer_type_id bpchar NOT NULL,
    CONSTRAINT pk_customer_customer_demo PRIMARY KEY (customer_id, customer_type_id),
    CONSTRAINT fk_customer_customer_demo_customer_demographics
        FOREIGN KEY (customer_type_id) REFERENCES customer_demographics,
    CONSTRAINT fk_customer_customer_demo_customers FOREIGN KEY (customer_id) REFERENCES customers
);

CREATE TABLE employees (
    employee_id smallint NOT NULL,
    last_name character varying(20) NOT NULL,
    first_name character varying(10) NOT NULL,
    title character varying(30),
    title_of_courtesy character varying(25),
    birth_date date,
    hire_date date,
    address character varying(60),
    city character varying(15),
    region character varying(15),
    postal_code character varying(10),
    country character varying(15),
    home_phone character varying(24),
    extension character varying(4),
    photo bytea,
    notes text,
    reports_to smallint,
    photo_path character varying(255),
    CONSTRAINT pk_employees PRIMARY KEY (employee_id),
    CONSTRAINT fk_employees_employees FOREIGN KEY (reports_to) REFERENCES employees
);

CREATE TABLE suppliers (
    supplier_id smallint NOT NULL,
    company_name character varying(40) NOT NULL,
    contact_name character varying(30),
    city character varying(15),
    country character varying(15),
    phone character varying(24),
    homepage text,
    CONSTRAINT pk_suppliers PRIMARY KEY (supplier_id)
);

CREATE TABLE products (
    product_id smallint NOT NULL,
    product_name character varying(40) NOT NULL,
    supplier_id smallint,
    category_id smallint,
    quantity_per_unit character varying(20),
    unit_price real,
    units_in_stock smallint,
    units_on_order smallint,
    reorder_level smallint,
    discontinued integer NOT NULL,
    CONSTRAINT pk_products PRIMARY KEY (product_id),
    CONSTRAINT fk_products_categories FOREIGN KEY (category_id) REFERENCES categories,
    CONSTRAINT fk_products_suppliers FOREIGN KEY (supplier_id) REFERENCES suppliers
);

CREATE TABLE region (
    region_id smallint NOT NULL,
    region_description bpchar NOT NULL,
    CONSTRAINT pk_region PRIMARY KEY (region_id)
);

CREATE TABLE shippers (
    shipper_id smallint NOT NULL,
    company_name character varying(40) NOT NULL,
    phone character varying(24),
    CONSTRAINT pk_shippers PRIMARY KEY (shipper_id)
);

CREATE TABLE orders (
    order_id smallint NOT NULL,
    customer_id bpchar,
    employee_id smallint,
    order_date date,
    required_date date,
    shipped_date date,
    ship_via smallint,
    freight real,
    ship_name character varying(40),
    ship_address character varying(60),
    ship_city character varying(15),
    ship_country character varying(15),
    CONSTRAINT pk_orders PRIMARY KEY (order_id),
    CONSTRAINT fk_orders_customers FOREIGN KEY (customer_id) REFERENCES customers,
    CONSTRAINT fk_orders_employees FOREIGN KEY (employee_id) REFERENCES employees,
    CONSTRAINT fk_orders_shippers FOREIGN KEY (ship_via) REFERENCES shippers
);

CREATE TABLE territories (
    territory_id character varying(20) NOT NULL,
    territory_description bpchar NOT NULL,
    region_id smallint NOT NULL,
    CONSTRAINT pk_territories PRIMARY KEY (territory_id),
    CONSTRAINT fk_territories_region FOREIGN KEY (region_id) REFERENCES region
);

CREATE TABLE employee_territories (
    employee_id smallint NOT NULL,
    territory_id character varying(20) NOT NULL,
    CONSTRAINT pk_employee_territories PRIMARY KEY (employee_id, territory_id),
    CONSTRAINT fk_employee_territories_employees FOREIGN KEY (employee_id) REFERENCES employees,
    CONSTRAINT fk_employee_territories_territories FOREIGN KEY (territory_id) REFERENCES territories
);

CREATE TABLE order_details (
    order_id smallint NOT NULL,
    product_id smallint NOT NULL,
    unit_price real NOT NULL,
    quantity smallint NOT NULL,
    discount real NOT NULL,
    CONSTRAINT pk_order_details PRIMARY KEY (order_id, product_id),
    CONSTRAINT fk_order_details_orders FOREIGN KEY (order_id) REFERENCES orders,
    CONSTRAINT fk_order_details_products FOREIGN KEY (product_id) REFERENCES products
);

CREATE TABLE us_states (
    state_id smallint NOT NULL,
    state_name character varying(100),
    state_abbr character varying(2),
    state_region character varying(50),
    CONSTRAINT pk_usstates PRIMARY KEY (state_id)
);

INSERT INTO categories VALUES (1, 'Beverages', 'Soft drinks, coffees, teas', '\x0001ff');
INSERT INTO customers (customer_id, company_name, country) VALUES
    ('ALFKI', 'Alfreds Futterkiste', 'Germany'), ('BONAP', 'Bon app''', 'France');
INSERT INTO customer_demographics VALUES ('loyal', NULL);
INSERT INTO customer_customer_demo VALUES ('ALFKI', 'loyal');
INSERT INTO employees (employee_id, last_name, first_name, birth_date, reports_to) VALUES
    (2, 'Fuller', 'Andrew', '1952-02-19', NULL), (1, 'Davolio', 'Nancy', '1948-12-08', 2);
INSERT INTO suppliers (supplier_id, company_name) VALUES (1, 'Exotic Liquids');
INSERT INTO products VALUES (1, 'Chai', 1, 1, '10 boxes x 30 bags', 18, 39, 0, 10, 1),
    (11, 'Queso Cabrales', NULL, NULL, '1 kg pkg.', 21.05, 22, 30, 30, 0);
INSERT INTO region VALUES (1, 'Eastern');
INSERT INTO shippers VALUES (3, 'Federal Shipping', NULL);
INSERT INTO orders (order_id, customer_id, employee_id, order_date, ship_via, freight) VALUES
    (10248, 'ALFKI', 1, '1996-07-04', 3, 32.38);
INSERT INTO territories VALUES ('01581', 'Westboro', 1);
INSERT INTO employee_territories VALUES (1, '01581');
INSERT INTO order_details VALUES (10248, 11, 14, 12, 0), (10248, 1, 9.8, 10, 0.05);
INSERT INTO us_states VALUES (1, 'Alabama', 'AL', 'south');

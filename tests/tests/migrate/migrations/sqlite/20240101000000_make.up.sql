-- crud: step
CREATE TABLE books (id INTEGER NOT NULL PRIMARY KEY, title TEXT) STRICT;

-- crud: step
INSERT INTO books VALUES (8, 'Rocannon''s World');

-- crud: parent=4b75cdd18251ed6c result=57f9bf6390bb37d9 risk=loses
-- crud: mode=rebuild
-- crud: irreversible: the records of `authors` are lost
-- crud: irreversible: the records of `books` are lost
-- crud: irreversible: the records of `reviews` are lost

-- crud: step
DROP TABLE "reviews";

-- crud: step
DROP TABLE "books";

-- crud: step
DROP TABLE "authors";

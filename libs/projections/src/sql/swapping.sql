-- Where a read model stands for a moment while both versions change places: empty but inside that transaction.
CREATE SCHEMA swapping;

-- The day (Asia/Shanghai) on which the body shows the record to the public, as its receipt names it; NULL: it names none.
ALTER TABLE pushes ADD COLUMN published_on date;

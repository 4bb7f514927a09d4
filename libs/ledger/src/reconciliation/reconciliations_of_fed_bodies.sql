-- Which body passes on what this one holds; NULL: we tell it. Those recorded before were of bodies that we tell.
ALTER TABLE reconciliations ADD COLUMN fed_by text;

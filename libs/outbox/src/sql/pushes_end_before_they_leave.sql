-- Overtaken is also what was to be shown to the public and whose time ended before it left: no later message made it needless.
ALTER TABLE pushes
  DROP CONSTRAINT pushes_overtaken,
  ADD CONSTRAINT pushes_overtaken CHECK (CASE status WHEN 'mended' THEN overtaken_by IS NOT NULL
                                                     WHEN 'overtaken' THEN true
                                                     ELSE overtaken_by IS NULL END);

-- By which way (mode) the body was sent what it has yet to answer: its reference means nothing to another one. NULL: it owes no answer, or
-- was sent before this was noted.
ALTER TABLE pushes ADD COLUMN sent_by text;

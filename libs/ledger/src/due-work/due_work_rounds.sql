-- When the calendar policy last came round, whatever it found: one row. Whoever watches it sees by this that it stands still.
CREATE TABLE due_work_rounds (
  policy  text        NOT NULL PRIMARY KEY,
  came_at timestamptz NOT NULL,
  day     date        NOT NULL -- the day it took it for, Asia/Shanghai
);
GRANT SELECT, INSERT, UPDATE ON due_work_rounds TO ledger_app;

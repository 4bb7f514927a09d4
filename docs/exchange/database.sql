-- The exchange database (前置库) between the ledger and one receiving body. How it is used: database.md beside this file.
-- PostgreSQL 14 or later, encoding UTF8. Run once, by the owner, in a database that has nothing else to do.

CREATE TABLE exchange_batches (
  token        uuid        PRIMARY KEY,
  batch_number bigint      NOT NULL UNIQUE CHECK (batch_number > 0),
  records      integer     NOT NULL CHECK (records >= 0),
  lost         boolean     NOT NULL DEFAULT false CHECK (NOT lost OR records = 0),
  left_at      timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE  exchange_batches IS '批次: one row for each transaction of the ledger; the receiver only reads it';
COMMENT ON COLUMN exchange_batches.token IS '标识: random; by it the ledger sees that the database is still as it left it';
COMMENT ON COLUMN exchange_batches.batch_number IS '批次号: grows; with gaps after a restore';
COMMENT ON COLUMN exchange_batches.records IS '记录数: said in this batch; those that were known already stand in their earlier one';
COMMENT ON COLUMN exchange_batches.lost IS '丢失: the batch with this token was here and was gone; what it held is said again';
COMMENT ON COLUMN exchange_batches.left_at IS '提交时间';

CREATE TABLE exchange_records (
  idempotency_key  text        PRIMARY KEY CHECK (length(idempotency_key) BETWEEN 1 AND 500),
  batch_number     bigint      NOT NULL REFERENCES exchange_batches (batch_number),
  place            integer     NOT NULL CHECK (place > 0),
  kind             text        NOT NULL,
  subject_sequence bigint      NOT NULL,
  fields           jsonb,
  times_sent       integer     NOT NULL DEFAULT 1,
  state            text        NOT NULL DEFAULT '待处理' CHECK (state IN ('待处理', '处理中', '记名成功', '记名不成功', '已清空')),
  taken_at         timestamptz,
  receipt_number   text,
  error_code       text,
  error_message    text,
  error_fields     text[],
  feedback_at      timestamptz,
  published_on     date,
  emptied_at       timestamptz,
  UNIQUE (batch_number, place),
  CONSTRAINT exchange_records_with_fields CHECK ((fields IS NULL) = (emptied_at IS NOT NULL)),
  CONSTRAINT exchange_records_to_look_at  CHECK (state <> '待处理' OR fields IS NOT NULL),
  CONSTRAINT exchange_records_never_seen  CHECK (state <> '已清空' OR fields IS NULL),
  CONSTRAINT exchange_records_stored      CHECK (state <> '记名成功' OR (receipt_number IS NOT NULL AND feedback_at IS NOT NULL)),
  CONSTRAINT exchange_records_refused     CHECK (state <> '记名不成功' OR (error_code IS NOT NULL AND feedback_at IS NOT NULL))
);
COMMENT ON TABLE  exchange_records IS '记录: one row for each message, by its key, however often it is said';
COMMENT ON COLUMN exchange_records.idempotency_key IS '幂等键: names the record for good';
COMMENT ON COLUMN exchange_records.batch_number IS '批次号: in which it was said last (a refused one is said again in a later batch)';
COMMENT ON COLUMN exchange_records.place IS '批内序号: from 1; records are judged by batch_number, place';
COMMENT ON COLUMN exchange_records.kind IS '记录类型: which of the body''s contracts `fields` meets';
COMMENT ON COLUMN exchange_records.subject_sequence IS '主体报送次序: grows from one message about a subject to the next';
COMMENT ON COLUMN exchange_records.fields IS '记录内容: an object of texts, numbers and lists of texts in the body''s words; NULL once emptied';
COMMENT ON COLUMN exchange_records.times_sent IS '报送次数';
COMMENT ON COLUMN exchange_records.state IS '状态: 待处理 (ledger) → 处理中 → 记名成功 | 记名不成功 (receiver); 已清空: emptied by the ledger before anybody looked at it';
COMMENT ON COLUMN exchange_records.taken_at IS '接收时间: when the receiver took it';
COMMENT ON COLUMN exchange_records.receipt_number IS '回执号: 1 to 64 visible ASCII characters, when 记名成功';
COMMENT ON COLUMN exchange_records.error_code IS '错误码: four digits, when 记名不成功';
COMMENT ON COLUMN exchange_records.error_message IS '错误说明: up to 500 characters are read';
COMMENT ON COLUMN exchange_records.error_fields IS '错误字段: names of the fields at fault';
COMMENT ON COLUMN exchange_records.feedback_at IS '反馈时间: when it was stored, or refused';
COMMENT ON COLUMN exchange_records.published_on IS '公示日期: when 记名成功, the day (Asia/Shanghai) on which the record is shown to the public, by bodies whose term of publicity runs from it';
COMMENT ON COLUMN exchange_records.emptied_at IS '清空时间: when the ledger emptied what was said';

CREATE INDEX exchange_records_open ON exchange_records (batch_number, place) WHERE state IN ('待处理', '处理中');
CREATE INDEX exchange_records_to_empty ON exchange_records (feedback_at) WHERE emptied_at IS NULL;

-- A receiver that answers later than the ledger emptied repeats nothing of what was said.
CREATE FUNCTION exchange_records_stay_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.error_message := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER exchange_records_stay_empty BEFORE UPDATE ON exchange_records
  FOR EACH ROW WHEN (NEW.emptied_at IS NOT NULL) EXECUTE FUNCTION exchange_records_stay_empty();

CREATE TABLE exchange_questions (
  idempotency_key text        PRIMARY KEY,
  epoch           bigint      NOT NULL,
  asked_at        timestamptz NOT NULL DEFAULT now(),
  state           text        CHECK (state IN ('无此记录', '处理中', '记名成功', '记名不成功')),
  receipt_number  text,
  error_code      text,
  feedback_at     timestamptz,
  published_on    date,
  CONSTRAINT exchange_questions_stored  CHECK (state <> '记名成功' OR (receipt_number IS NOT NULL AND feedback_at IS NOT NULL)),
  CONSTRAINT exchange_questions_refused CHECK (state <> '记名不成功' OR error_code IS NOT NULL)
);
COMMENT ON TABLE  exchange_questions IS '查询: keys that have no row in exchange_records; the receiver says from its own books what it holds';
COMMENT ON COLUMN exchange_questions.epoch IS '恢复序号: the newest lost batch when it was asked, else 0; the ledger''s own';
COMMENT ON COLUMN exchange_questions.state IS '答复: NULL until the receiver has answered';
CREATE INDEX exchange_questions_open ON exchange_questions (asked_at) WHERE state IS NULL;

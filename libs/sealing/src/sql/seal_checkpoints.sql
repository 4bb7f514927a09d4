-- Every checkpoint ever signed, as it was given out. An auditor's copy of one proves that this log continues that one.
CREATE TABLE seal_checkpoints (
  tree_size bigint      NOT NULL,
  key_id    text        NOT NULL, -- of the key that signed, eight hexadecimal digits
  signed_at timestamptz(3) NOT NULL,
  note      text        NOT NULL, -- the signed note: origin, size, root, suite, time, signature
  CONSTRAINT seal_checkpoints_pkey PRIMARY KEY (tree_size, key_id)
);

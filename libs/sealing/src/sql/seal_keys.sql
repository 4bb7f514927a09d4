-- The public keys that have signed checkpoints, so that old checkpoints can be verified after the key was changed.
CREATE TABLE seal_keys (
  vkey           text        NOT NULL, -- name+id+base64(type || public key), C2SP signed-note
  first_used_at  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT seal_keys_pkey PRIMARY KEY (vkey)
);

-- With which key the actor gave the command: the first eight bytes of the key's hash, in hexadecimal. Nothing where no key was used,
-- and in events from before keys were written down.
ALTER TABLE ledger_events ADD COLUMN actor_key text;

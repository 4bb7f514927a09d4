-- A role is a word here. Which roles there are says the access table of the program alone (access-table.ts): a key of a role it
-- does not know lets nobody in.
ALTER TABLE api_keys
  DROP CONSTRAINT api_keys_role_check,
  ADD CONSTRAINT api_keys_role_is_a_word CHECK (role ~ '^[a-z]+(-[a-z]+)*$');

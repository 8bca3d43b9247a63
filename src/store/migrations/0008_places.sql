-- The place of a change in the line along which is undone and done again. Its number, by which it is called, is the
-- order in which changes were made and never another.
ALTER TABLE change ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
UPDATE change SET place = id;
CREATE INDEX change_place ON change (place);

-- The order of the list by how many articles say the same, as the orders of the fifth schema.
-- Never edit a migration that was released; add the next one.
ALTER TABLE article ADD COLUMN copied INTEGER GENERATED ALWAYS AS (-variants) VIRTUAL;
CREATE INDEX article_copied ON article (copied, newest, id);

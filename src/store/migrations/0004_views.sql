-- The fourth schema: what the pages of people read, and what the reader keeps of itself.
-- Never edit a migration that was released; add the next one.

-- -day of the speaker's article, so that all that one person said stands in an index in its order,
-- and the quotes of a month are counted there without a look at the articles.
ALTER TABLE speaker ADD COLUMN newest INTEGER NOT NULL DEFAULT 0;
UPDATE speaker SET newest = (SELECT newest FROM article WHERE id = speaker.article)
    WHERE entity IS NOT NULL AND article IN (SELECT id FROM article);
CREATE INDEX speaker_said ON speaker (entity, newest, article, quotes) WHERE entity IS NOT NULL;
CREATE TRIGGER speaker_dated AFTER UPDATE OF newest ON article WHEN OLD.newest <> NEW.newest BEGIN
    UPDATE speaker SET newest = NEW.newest WHERE article = NEW.id;
END;

-- The list of people, most quoted first.
CREATE INDEX entity_quoted ON entity (quotes DESC, name_key, id) WHERE quotes > 0;

-- What the reader is to be like when it is started again.
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

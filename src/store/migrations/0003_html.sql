-- Part of the third schema: what was taken out of articles, and lines that many articles have.
-- Never edit a migration that was released; add the next one.

ALTER TABLE body ADD COLUMN date_from TEXT;         -- json-ld, opengraph, .., text; NULL untold
ALTER TABLE body ADD COLUMN removed TEXT;           -- JSON: [[byte of text, why, line], ..]

-- The lines of an article that could be furniture, as hashes of 64 bits, big-endian. Those of a publisher lie together,
-- so that they are counted in one walk.
CREATE TABLE line_print (
    publisher TEXT    NOT NULL,
    article   INTEGER NOT NULL,
    weighed   INTEGER NOT NULL,         -- 0: put since its publisher's lines were counted
    lines     BLOB    NOT NULL,
    PRIMARY KEY (publisher, article)
) STRICT, WITHOUT ROWID;

-- Publishers whose lines are to be counted again.
CREATE INDEX line_print_unweighed ON line_print (publisher) WHERE weighed = 0;

-- The lines that are furniture of a publisher: its articles are marked by them when they are read.
CREATE TABLE furniture (
    publisher TEXT    NOT NULL,
    line      INTEGER NOT NULL,
    PRIMARY KEY (publisher, line)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER line_print_gone AFTER DELETE ON article WHEN OLD.publisher IS NOT NULL BEGIN
    DELETE FROM line_print WHERE publisher = OLD.publisher AND article = OLD.id;
    UPDATE line_print SET weighed = 0 WHERE publisher = OLD.publisher AND article =
        (SELECT min(article) FROM line_print WHERE publisher = OLD.publisher);
END;

-- Articles of older schemas whose lines nobody has taken yet.
CREATE TABLE unlined (article INTEGER PRIMARY KEY) STRICT;
INSERT INTO unlined SELECT id FROM article WHERE publisher IS NOT NULL;
CREATE TRIGGER unlined_gone AFTER DELETE ON article BEGIN
    DELETE FROM unlined WHERE article = OLD.id;
END;

-- The second schema: the files that were imported, languages, and articles that say the same.
-- Never edit a migration that was released; add the next one.

-- One row a file. A file whose size and time of change are still these needs no second look,
-- however many records it holds.
CREATE TABLE file (
    id       INTEGER PRIMARY KEY,
    path     TEXT    NOT NULL UNIQUE,   -- absolute
    size     INTEGER NOT NULL,          -- bytes
    mtime    INTEGER NOT NULL,          -- nanoseconds since 1970
    hash     BLOB    NOT NULL,          -- of all bytes; empty where it was not taken
    reader   TEXT    NOT NULL,          -- what read it: versions and options
    imported INTEGER NOT NULL,          -- seconds since 1970
    whole    INTEGER NOT NULL,          -- 1: to its end, and what failed in it is in `failure`
    records  INTEGER NOT NULL           -- articles it held then
) STRICT;

-- What could not be read in a file, to be told again when the file is passed over.
CREATE TABLE failure (
    file    INTEGER NOT NULL REFERENCES file (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    message TEXT    NOT NULL,
    PRIMARY KEY (file, ordinal)
) STRICT, WITHOUT ROWID;

ALTER TABLE article ADD COLUMN file INTEGER REFERENCES file (id) ON DELETE SET NULL;
CREATE INDEX article_file ON article (file);

-- Language of the text: "en", "fr"; "und" where it cannot be told; NULL where nobody has looked,
-- which is so for articles of the first schema: then the sketch is missing too.
ALTER TABLE article ADD COLUMN lang TEXT;
CREATE INDEX article_unseen ON article (id) WHERE lang IS NULL;

-- Articles that say the same are a group: the head stands for it, the others point to it.
ALTER TABLE article ADD COLUMN variant_of INTEGER;  -- the head; NULL for heads and single ones
ALTER TABLE article ADD COLUMN likeness TEXT;       -- exact, near or contained; NULL as above
ALTER TABLE article ADD COLUMN variants INTEGER NOT NULL DEFAULT 0; -- of a head, kept by triggers
CREATE INDEX article_variant ON article (variant_of) WHERE variant_of IS NOT NULL;

CREATE TRIGGER variant_moved AFTER UPDATE OF variant_of ON article
WHEN OLD.variant_of IS NOT NEW.variant_of BEGIN
    UPDATE article SET variants = variants - 1 WHERE id = OLD.variant_of;
    UPDATE article SET variants = variants + 1 WHERE id = NEW.variant_of;
END;
CREATE TRIGGER variant_deleted AFTER DELETE ON article WHEN OLD.variant_of IS NOT NULL BEGIN
    UPDATE article SET variants = variants - 1 WHERE id = OLD.variant_of;
END;

-- What texts are compared by: a hash of all words, and a sample of the hashes of their runs.
CREATE TABLE sketch (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    words   INTEGER NOT NULL,
    print   INTEGER NOT NULL,           -- of all words
    anchors BLOB    NOT NULL            -- 32-bit hashes, big-endian
) STRICT;
CREATE INDEX sketch_print ON sketch (print);

-- The anchors the other way round: which articles have one. Variants are left out, they are
-- found by their head.
CREATE TABLE anchor (
    hash    INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (hash, article)
) STRICT, WITHOUT ROWID;

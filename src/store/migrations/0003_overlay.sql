-- Part of the third schema: what a person does with articles and quotes. None of it refers to what
-- the machine found by a foreign key: it outlives the article and its quotes.
-- Never edit a migration that was released; add the next one.

-- The articles that a person did something with. The number stays theirs when they are taken out: an
-- article that comes back from the same place, or with the same bytes, gets it again and with it all
-- that hangs on it.
CREATE TABLE touched (
    article  INTEGER PRIMARY KEY,
    location TEXT    NOT NULL,          -- where it is or was last
    hash     BLOB    NOT NULL,          -- of its original bytes then
    gone     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX touched_location ON touched (location) WHERE gone = 1;
CREATE INDEX touched_hash     ON touched (hash) WHERE gone = 1;
CREATE TRIGGER touched_gone AFTER DELETE ON article BEGIN
    UPDATE touched SET gone = 1, location = OLD.location, hash = OLD.hash WHERE article = OLD.id;
END;
CREATE TRIGGER touched_back AFTER INSERT ON article BEGIN
    UPDATE touched SET gone = 0 WHERE article = NEW.id;
END;

-- Read marks as they were, but without going when the article goes.
ALTER TABLE read_mark RENAME TO read_mark_before;
CREATE TABLE read_mark (
    article INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL            -- seconds since 1970
) STRICT;
INSERT INTO read_mark SELECT article, at FROM read_mark_before;
DROP TABLE read_mark_before;
INSERT INTO touched SELECT id, location, hash, 0 FROM article
    WHERE id IN (SELECT article FROM read_mark);

CREATE TRIGGER read_mark_set AFTER INSERT ON read_mark BEGIN
    UPDATE article SET read = 1 WHERE id = NEW.article;
END;
CREATE TRIGGER read_mark_cleared AFTER DELETE ON read_mark BEGIN
    UPDATE article SET read = 0 WHERE id = OLD.article;
END;
CREATE TRIGGER read_mark_moved AFTER UPDATE OF article ON read_mark BEGIN
    UPDATE article SET read = 0 WHERE id = OLD.article;
    UPDATE article SET read = 1 WHERE id = NEW.article;
END;

CREATE TABLE star (
    article INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL            -- seconds since 1970, as in all tables here
) STRICT;
ALTER TABLE article ADD COLUMN starred INTEGER NOT NULL DEFAULT 0; -- copy of star, kept by triggers
CREATE INDEX article_starred ON article (newest, id) WHERE starred = 1;
CREATE TRIGGER star_set AFTER INSERT ON star BEGIN
    UPDATE article SET starred = 1 WHERE id = NEW.article;
END;
CREATE TRIGGER star_cleared AFTER DELETE ON star BEGIN
    UPDATE article SET starred = 0 WHERE id = OLD.article;
END;
CREATE TRIGGER star_moved AFTER UPDATE OF article ON star BEGIN
    UPDATE article SET starred = 0 WHERE id = OLD.article;
    UPDATE article SET starred = 1 WHERE id = NEW.article;
END;

CREATE TABLE article_tag (
    article INTEGER NOT NULL,
    tag     TEXT    NOT NULL,           -- small letters, without #
    at      INTEGER NOT NULL,
    PRIMARY KEY (article, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_tag_tag ON article_tag (tag, article);

-- The quotes that a person did something with, by their words: rows of `quote` are replaced whenever
-- quotes are looked for again. Each time they are, `ordinal` is found anew.
CREATE TABLE kept_quote (
    id      INTEGER PRIMARY KEY,
    article INTEGER NOT NULL,
    words   TEXT    NOT NULL,           -- as they were when the person took it up
    nth     INTEGER NOT NULL,           -- among the article's quotes of the same words, from 0
    ordinal INTEGER                     -- of the quote it is now; NULL where no quote is like it
) STRICT;
CREATE INDEX kept_quote_place ON kept_quote (article, ordinal);

CREATE TABLE quote_tag (
    quote INTEGER NOT NULL,             -- of kept_quote
    tag   TEXT    NOT NULL,
    at    INTEGER NOT NULL,
    PRIMARY KEY (quote, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX quote_tag_tag ON quote_tag (tag, quote);

CREATE TABLE note (
    quote INTEGER PRIMARY KEY,          -- of kept_quote
    at    INTEGER NOT NULL,
    text  TEXT    NOT NULL
) STRICT;

CREATE TABLE search (
    name  TEXT    PRIMARY KEY,
    at    INTEGER NOT NULL,
    query TEXT    NOT NULL              -- as it was written: "7d" moves with the days
) STRICT, WITHOUT ROWID;

-- Places that a person marked with a letter.
CREATE TABLE letter (
    letter TEXT    PRIMARY KEY,
    at     INTEGER NOT NULL,
    place  TEXT    NOT NULL             -- JSON: [article, block, byte in the block]
) STRICT, WITHOUT ROWID;

-- What was opened, when last, and how far it was read.
CREATE TABLE reading (
    article INTEGER PRIMARY KEY,
    opened  INTEGER NOT NULL,
    times   INTEGER NOT NULL,
    block   INTEGER NOT NULL DEFAULT 0,
    byte    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX reading_opened ON reading (opened);

-- The journal: each change of the above (but `reading`), in the order they were made.
CREATE TABLE change (
    id    INTEGER PRIMARY KEY,
    at    INTEGER NOT NULL,
    what  TEXT    NOT NULL,             -- a sentence
    steps INTEGER NOT NULL,
    state INTEGER NOT NULL              -- 0 done, 1 undone, 2 undone and passed over by a later one
) STRICT;
CREATE INDEX change_undone ON change (state, id) WHERE state > 0;

-- What a change did to one thing: how it was and how it is then. No time: it was not there.
CREATE TABLE step (
    change      INTEGER NOT NULL,
    ordinal     INTEGER NOT NULL,
    kind        TEXT    NOT NULL,       -- read, star, article-tag, quote-tag, note, search, letter
    of          INTEGER NOT NULL,       -- number of the article or kept quote; 0 where of neither
    name        TEXT    NOT NULL,       -- the tag, the search, the letter; else empty
    before_at   INTEGER,
    before_text TEXT,
    after_at    INTEGER,
    after_text  TEXT,
    PRIMARY KEY (change, ordinal)
) STRICT, WITHOUT ROWID;

-- For `conf:`: how many quotes are as sure as that, and, where they are few, of which articles.
CREATE INDEX quote_confidence ON quote (confidence, article);

-- For `-has:quotes`.
CREATE INDEX article_quoteless ON article (newest, id) WHERE quotes = 0;

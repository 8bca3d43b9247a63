-- The first schema: articles, their text, quotes, speakers, read marks, kept totals.
-- Never edit a migration that was released; add the next one.

PRAGMA application_id = 1869509219; -- "onrc"

-- What lists show and sort by. Rows are narrow: the text is kept apart, so that a window of the
-- list reads few pages whatever the length of the articles.
CREATE TABLE article (
    id        INTEGER PRIMARY KEY,      -- order of import; stays when the article is replaced
    location  TEXT    NOT NULL UNIQUE,  -- path, address, or path#record
    hash      BLOB    NOT NULL,         -- of the original bytes
    engine    TEXT    NOT NULL,         -- version of the extractor that found the quotes
    imported  INTEGER NOT NULL,         -- seconds since 1970
    title     TEXT    NOT NULL,         -- as lists show it
    title_key TEXT    NOT NULL,         -- folded, for the order by title
    publisher TEXT,
    date      TEXT,                     -- YYYY-MM-DD or --MM-DD
    day       INTEGER NOT NULL,         -- yyyymmdd; mmdd where the year is unknown; 0 undated
    newest    INTEGER NOT NULL,         -- -day: newest first is ascending, as the id is
    quotes    INTEGER NOT NULL,
    read      INTEGER NOT NULL DEFAULT 0 -- copy of read_mark, kept by triggers
) STRICT;

CREATE INDEX article_newest ON article (newest, id);
CREATE INDEX article_title  ON article (title_key, id);
CREATE INDEX article_unread ON article (newest, id) WHERE read = 0;

-- What only an opened article shows.
CREATE TABLE body (
    article  INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    headline TEXT,
    subtitle TEXT,
    byline   TEXT,
    dateline TEXT,
    url      TEXT,
    inferred TEXT NOT NULL,             -- JSON: names of fields
    blocks   TEXT NOT NULL,             -- JSON: [[role, start, end], ..] in bytes of text
    text     TEXT NOT NULL
) STRICT;

CREATE TABLE speaker (
    id       INTEGER PRIMARY KEY,
    article  INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    ordinal  INTEGER NOT NULL,          -- place among the article's speakers
    name     TEXT    NOT NULL,
    name_key TEXT    NOT NULL,          -- folded, joins the same name over the collection
    kind     TEXT    NOT NULL,
    role     TEXT,
    detail   TEXT    NOT NULL,          -- JSON: role span, aliases, mentions
    UNIQUE (article, ordinal)
) STRICT;

CREATE TABLE quote (
    id         INTEGER PRIMARY KEY,
    article    INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    ordinal    INTEGER NOT NULL,        -- place among the article's quotes
    kind       TEXT    NOT NULL,
    text       TEXT    NOT NULL,        -- the words; halves joined by a blank
    speaker    INTEGER,                 -- ordinal of the speaker in the same article
    role       TEXT,
    via        TEXT,
    confidence REAL    NOT NULL,
    detail     TEXT    NOT NULL,        -- JSON: content, cue, source, role span, evidence
    UNIQUE (article, ordinal)
) STRICT;

-- The person's overlay: apart from what the machine says, so that replacing an article or its
-- quotes cannot touch it.
CREATE TABLE read_mark (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    at      INTEGER NOT NULL            -- seconds since 1970
) STRICT;

CREATE TRIGGER read_mark_set AFTER INSERT ON read_mark BEGIN
    UPDATE article SET read = 1 WHERE id = NEW.article;
END;
CREATE TRIGGER read_mark_cleared AFTER DELETE ON read_mark BEGIN
    UPDATE article SET read = 0 WHERE id = OLD.article;
END;

-- Kept totals: nothing counts rows to show a number.
CREATE TABLE total (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    articles INTEGER NOT NULL,
    quotes   INTEGER NOT NULL,
    unread   INTEGER NOT NULL
) STRICT;
INSERT INTO total VALUES (1, 0, 0, 0);

CREATE TRIGGER total_insert AFTER INSERT ON article BEGIN
    UPDATE total SET articles = articles + 1, quotes = quotes + NEW.quotes,
                     unread = unread + 1 - NEW.read;
END;
CREATE TRIGGER total_delete AFTER DELETE ON article BEGIN
    UPDATE total SET articles = articles - 1, quotes = quotes - OLD.quotes,
                     unread = unread - 1 + OLD.read;
END;
CREATE TRIGGER total_update AFTER UPDATE OF quotes, read ON article BEGIN
    UPDATE total SET quotes = quotes - OLD.quotes + NEW.quotes, unread = unread + OLD.read - NEW.read;
END;

-- The sixth schema: the links behind words of articles.
-- Never edit a migration that was released; add the next one.

CREATE TABLE link (
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    start   INTEGER NOT NULL,           -- bytes of the article's text
    end     INTEGER NOT NULL,
    block   INTEGER NOT NULL,           -- the one that the words lie in, from 0
    url     TEXT    NOT NULL,           -- http, https or mailto, in ASCII
    PRIMARY KEY (article, start)
) STRICT, WITHOUT ROWID;

-- Whether the links of an article were read. Those of older schemas were not: the next import of their
-- file reads it again.
ALTER TABLE article ADD COLUMN linked INTEGER NOT NULL DEFAULT 0;
UPDATE file SET reader = '';

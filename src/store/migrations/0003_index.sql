-- The third schema: words of articles to search by, speakers over the collection, articles whose
-- quotes an older engine found. Never edit a migration that was released; add the next one.

-- The distinct words of each article, its title and the names of its speakers, folded. Without
-- places and columns it is a fifth of a full index: it finds the articles that may hold the words
-- of a query, and the texts themselves decide. The words that come in are letters and digits
-- parted by blanks, so the plainest tokenizer is the right one.
CREATE VIRTUAL TABLE article_words USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);
CREATE TRIGGER article_words_deleted AFTER DELETE ON article BEGIN
    DELETE FROM article_words WHERE rowid = OLD.id;
END;

-- Whether words and speakers were entered below; 0 for articles of an older schema that nobody
-- has looked at since.
ALTER TABLE article ADD COLUMN entered INTEGER NOT NULL DEFAULT 0;
CREATE INDEX article_unentered ON article (id) WHERE entered = 0;

-- Whether the quotes came with the article and are not for our engine to find again.
ALTER TABLE article ADD COLUMN given INTEGER NOT NULL DEFAULT 0;
CREATE INDEX article_engine ON article (engine) WHERE given = 0;

-- Articles that another stands for.
ALTER TABLE total ADD COLUMN variants INTEGER NOT NULL DEFAULT 0;
UPDATE total SET variants = (SELECT count(*) FROM article WHERE variant_of IS NOT NULL);
CREATE TRIGGER total_variant_moved AFTER UPDATE OF variant_of ON article BEGIN
    UPDATE total SET variants = variants + (NEW.variant_of IS NOT NULL)
                                         - (OLD.variant_of IS NOT NULL);
END;
CREATE TRIGGER total_variant_deleted AFTER DELETE ON article WHEN OLD.variant_of IS NOT NULL BEGIN
    UPDATE total SET variants = variants - 1;
END;

-- One row a person, organisation or document over the collection.
CREATE TABLE entity (
    id       INTEGER PRIMARY KEY,
    name_key TEXT    NOT NULL,          -- folded
    kind     TEXT    NOT NULL,
    joined   INTEGER,                   -- 1: the name joins articles; NULL: of one article only
    speakers INTEGER NOT NULL DEFAULT 0, -- rows of `speaker`
    quotes   INTEGER NOT NULL DEFAULT 0,
    articles INTEGER NOT NULL DEFAULT 0, -- that quote them
    UNIQUE (name_key, kind, joined)
) STRICT;

-- What else they are called, and by how many articles.
CREATE TABLE alias (
    entity   INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    articles INTEGER NOT NULL,
    PRIMARY KEY (entity, name)
) STRICT, WITHOUT ROWID;

-- The roles that are printed for them, and by how many articles.
CREATE TABLE entity_role (
    entity   INTEGER NOT NULL,
    role     TEXT    NOT NULL,
    articles INTEGER NOT NULL,
    PRIMARY KEY (entity, role)
) STRICT, WITHOUT ROWID;

ALTER TABLE speaker ADD COLUMN entity INTEGER;      -- NULL where there is no name
ALTER TABLE speaker ADD COLUMN quotes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE speaker ADD COLUMN day INTEGER NOT NULL DEFAULT -1; -- of the article; -1 without a role
ALTER TABLE speaker ADD COLUMN names TEXT NOT NULL DEFAULT '[]'; -- JSON: names for `alias`
CREATE INDEX speaker_entity ON speaker (entity, day) WHERE entity IS NOT NULL;

CREATE TRIGGER speaker_entered AFTER INSERT ON speaker WHEN NEW.entity IS NOT NULL BEGIN
    UPDATE entity SET speakers = speakers + 1, quotes = quotes + NEW.quotes,
                      articles = articles + (NEW.quotes > 0) WHERE id = NEW.entity;
    INSERT INTO alias SELECT NEW.entity, value, 1 FROM json_each(NEW.names) WHERE true
        ON CONFLICT DO UPDATE SET articles = articles + 1;
    INSERT INTO entity_role SELECT NEW.entity, NEW.role, 1 WHERE NEW.role IS NOT NULL
        ON CONFLICT DO UPDATE SET articles = articles + 1;
END;
CREATE TRIGGER speaker_left AFTER DELETE ON speaker WHEN OLD.entity IS NOT NULL BEGIN
    UPDATE entity SET speakers = speakers - 1, quotes = quotes - OLD.quotes,
                      articles = articles - (OLD.quotes > 0) WHERE id = OLD.entity;
    UPDATE alias SET articles = articles - 1
        WHERE entity = OLD.entity AND name IN (SELECT value FROM json_each(OLD.names));
    DELETE FROM alias WHERE entity = OLD.entity AND articles < 1
        AND name IN (SELECT value FROM json_each(OLD.names));
    UPDATE entity_role SET articles = articles - 1 WHERE entity = OLD.entity AND role = OLD.role;
    DELETE FROM entity_role WHERE entity = OLD.entity AND role = OLD.role AND articles < 1;
    DELETE FROM entity WHERE id = OLD.entity AND speakers < 1;
END;

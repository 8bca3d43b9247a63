-- What the index of quotes has to know: which articles changed since it was made.

-- States of the collection. The nonce tells two histories apart that count alike, as after an
-- older copy was put back.
CREATE TABLE index_state (
    state INTEGER PRIMARY KEY,
    nonce INTEGER NOT NULL
) STRICT;
INSERT INTO index_state (nonce) VALUES (random());

-- The articles that changed or went, and in which state; what is not here is as it was in the
-- first one.
CREATE TABLE index_change (
    article INTEGER PRIMARY KEY,
    state   INTEGER NOT NULL
) STRICT;
CREATE INDEX index_change_state ON index_change (state);

CREATE TRIGGER index_article_entered AFTER INSERT ON article BEGIN
    INSERT OR REPLACE INTO index_change VALUES (NEW.id, (SELECT max(state) FROM index_state));
END;
CREATE TRIGGER index_article_changed
AFTER UPDATE OF hash, engine, title, publisher, newest, lang, quotes ON article BEGIN
    INSERT OR REPLACE INTO index_change VALUES (NEW.id, (SELECT max(state) FROM index_state));
END;
CREATE TRIGGER index_article_gone AFTER DELETE ON article BEGIN
    INSERT OR REPLACE INTO index_change VALUES (OLD.id, (SELECT max(state) FROM index_state));
END;

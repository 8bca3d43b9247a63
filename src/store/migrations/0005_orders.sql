-- The fifth schema: the orders of the list that the reader offers.
-- Never edit a migration that was released; add the next one.

-- A window is one search on an index by all columns of its order, which must all go one way; an index on
-- an expression is only scanned for that. The columns are worked out when they are read and take no room.
-- Articles without a publisher stand behind all others: nothing sorts behind the last character.
ALTER TABLE article ADD COLUMN issuer TEXT COLLATE NOCASE
    GENERATED ALWAYS AS (ifnull(publisher, char(1114111))) VIRTUAL;
ALTER TABLE article ADD COLUMN richest INTEGER GENERATED ALWAYS AS (-quotes) VIRTUAL;
-- Not an index on read itself: it would be taken for the filter is:unread, in place of a better one.
ALTER TABLE article ADD COLUMN seen INTEGER GENERATED ALWAYS AS (read) VIRTUAL;
CREATE INDEX article_issuer  ON article (issuer, newest, id);
CREATE INDEX article_richest ON article (richest, newest, id);
CREATE INDEX article_seen    ON article (seen, newest, id);

-- What was fetched from the web, for asking again whether it has changed.

-- One row an address that was fetched whole: feeds, and pages too that a feed pointed to.
CREATE TABLE visit (
    address  TEXT PRIMARY KEY,          -- as it was asked for
    answered TEXT NOT NULL,             -- the address that answered, behind redirects
    etag     TEXT,                      -- as the server sent it
    modified TEXT,                      -- Last-Modified, as the server sent it
    entry    BLOB                       -- of a page: hash of what the feed said of it then
) STRICT, WITHOUT ROWID;

-- The names of fields that a file was read by (--map), as they were written: it is read by them again.
ALTER TABLE file ADD COLUMN map TEXT NOT NULL DEFAULT '[]'; -- JSON: ["title=headline", ..]

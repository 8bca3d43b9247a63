//! What is the person's in a salvaged store: what can be written again from a second copy, numbers that
//! must stay taken, and how much was saved.

use rusqlite::{Connection, params};
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::clock::seconds;
use super::codec;
use super::overlay::{Content, Kind, Slot};
use super::salvage_journal::{broken, drop_until};
use super::salvage_walk::Walk;

/// What was saved of what the person did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SavedOverlay {
    /// Read marks.
    pub read: u64,
    /// Stars.
    pub stars: u64,
    /// Tags of articles.
    pub article_tags: u64,
    /// Tags of quotes.
    pub quote_tags: u64,
    /// Notes.
    pub notes: u64,
    /// Saved searches.
    pub searches: u64,
    /// Places marked with a letter.
    pub letters: u64,
    /// Changes that can be undone still, or done again.
    pub changes: u64,
    /// Changes that could be read and that nothing can be undone of any more, since steps of them or
    /// of later ones are lost.
    pub changes_dropped: u64,
    /// Of the things above: those that were written again from the journal or another copy.
    pub written_again: u64,
    /// Of those written again: those that a change which is lost may have taken away later.
    pub unsettled: u64,
    /// Of the things above: those that two kinds of things look like, and nothing told which.
    pub unsure: u64,
    /// Rows that could not be read on pages that could be.
    pub unreadable_rows: u64,
    /// Pages that could not be read.
    pub unreadable_pages: u64,
    /// Tags of quotes that are lost.
    pub loose_tags: u64,
    /// The notes whose quotes are lost.
    pub loose_notes: Vec<String>,
}

impl SavedOverlay {
    /// How many things they are.
    #[must_use]
    pub const fn things(&self) -> u64 {
        let tags = self.article_tags + self.quote_tags;
        self.read + self.stars + tags + self.notes + self.searches + self.letters
    }
}

/// Mends what is the person's after all rows were taken; what was saved of it.
pub(super) fn mended(connection: &Connection, walk: &Walk<'_>) -> rusqlite::Result<SavedOverlay> {
    kept_quotes_again(connection, walk)?;
    let lacks = walk.lacks("change") || walk.lacks("step");
    let lacks_end = walk.lacks_end("change") && walk.lacks_end("step");
    let broken = broken(connection, lacks_end)?;
    let (settled, unsettled) = from_journal(connection, walk, broken)?;
    let again = settled + unsettled + from_copies(connection, walk)?;
    let changes_dropped = drop_until(connection, broken, lacks)?;
    let loose_tags = connection.query_row(
        "SELECT count(*) FROM quote_tag WHERE quote NOT IN (SELECT id FROM kept_quote)",
        [],
        |row| row.get(0),
    )?;
    let loose_notes = keep_numbers(connection)?;
    let count = |table: &str| {
        let sql = format!("SELECT count(*) FROM {table}");
        connection.query_row(&sql, [], |row| row.get::<_, u64>(0))
    };
    let (unreadable_rows, unreadable_pages) = walk.lost();
    Ok(SavedOverlay {
        read: count("read_mark")?,
        stars: count("star")?,
        article_tags: count("article_tag")?,
        quote_tags: count("quote_tag")?,
        notes: count("note")?,
        searches: count("search")?,
        letters: count("letter")?,
        changes: count("change")?,
        changes_dropped,
        written_again: again,
        unsettled,
        unsure: walk.unsure,
        unreadable_rows,
        unreadable_pages,
        loose_tags,
        loose_notes,
    })
}

/// Kept quotes whose rows are lost and whose places are not: they have the words of the quote there,
/// or none where that is lost too.
fn kept_quotes_again(connection: &Connection, walk: &Walk<'_>) -> rusqlite::Result<()> {
    if !walk.lacks("kept_quote") {
        return Ok(());
    }
    let mut put = connection.prepare(
        "INSERT OR IGNORE INTO kept_quote (id, article, words, nth, ordinal)
         SELECT ?1, article, text, (SELECT count(*) FROM quote o WHERE o.article = q.article
             AND o.ordinal < q.ordinal AND o.text = q.text), ordinal
         FROM quote q WHERE article = ?2 AND ordinal = ?3",
    )?;
    let mut bare = connection.prepare(
        "INSERT OR IGNORE INTO kept_quote (id, article, words, nth) VALUES (?1, ?2, '', 0)",
    )?;
    for (id, article, ordinal) in &walk.copies.kept {
        put.execute(params![id, article, ordinal])?;
        bare.execute([id, article])?;
    }
    Ok(())
}

/// Things that the journal says are there, of tables that rows are missing of. How many were written by
/// changes behind the last `broken` one, and by others: what may be there is better kept than lost.
fn from_journal(
    connection: &Connection,
    walk: &Walk<'_>,
    broken: Option<i64>,
) -> rusqlite::Result<(u64, u64)> {
    let mut last: FxHashMap<Slot, (Option<Content>, bool)> = FxHashMap::default();
    let mut statement = connection.prepare(
        "SELECT s.kind, s.of, s.name, s.before_at, s.before_text, s.after_at, s.after_text,
                ifnull(c.state, 0), s.change
         FROM step s LEFT JOIN change c ON c.id = s.change ORDER BY s.change, s.ordinal",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let kind = codec::named(row.get_ref(0)?.as_str()?, Kind::from_name)?;
        if !walk.lacks(kind.table()) {
            continue;
        }
        let content = |at: usize| -> rusqlite::Result<Option<Content>> {
            let text = row.get(at + 1)?;
            Ok(row
                .get::<_, Option<i64>>(at)?
                .map(|at| Content { at, text }))
        };
        let slot = Slot::named(kind, row.get(1)?, &row.get::<_, String>(2)?);
        let settled = Some(row.get(8)?) > broken;
        if row.get::<_, i64>(7)? == 0 {
            last.insert(slot, (content(5)?, settled));
        } else {
            // Undone: it is as it was before, unless something later says otherwise.
            last.entry(slot).or_insert((content(3)?, settled));
        }
    }
    let (mut certain, mut uncertain) = (0, 0);
    for (slot, (content, settled)) in last {
        if let Some(content) = content
            && !walk.copies.deny(&slot)
            && slot.read(connection)?.is_none()
        {
            slot.write(connection, &content)?;
            *(if settled {
                &mut certain
            } else {
                &mut uncertain
            }) += 1;
        }
    }
    Ok((certain, uncertain))
}

/// Marks and tags that are shown elsewhere; since when is not known any more.
fn from_copies(connection: &Connection, walk: &Walk<'_>) -> rusqlite::Result<u64> {
    let copies = &walk.copies;
    let read = copies.read.iter().map(|of| Slot::of(Kind::Read, *of));
    let starred = copies.starred.iter().map(|of| Slot::of(Kind::Star, *of));
    let tags = |kind, tags| -> Vec<Slot> {
        let tags: &std::collections::HashSet<(i64, String)> = tags;
        let good = tags.iter().filter(|(_, tag)| codec::tag(tag).is_ok());
        good.map(|(of, tag)| Slot::named(kind, *of, tag)).collect()
    };
    let slots = read
        .chain(starred)
        .chain(tags(Kind::ArticleTag, &copies.article_tags))
        .chain(tags(Kind::QuoteTag, &copies.quote_tags));
    let content = Content {
        at: seconds(),
        text: None,
    };
    let mut again = 0;
    for slot in slots.filter(|slot| walk.lacks(slot.kind.table())) {
        if slot.read(connection)?.is_none() {
            slot.write(connection, &content)?;
            again += 1;
        }
    }
    Ok(again)
}

/// Numbers that something of the person's has are nobody else's: of articles that may come back, and of
/// kept quotes. Gives the notes whose quotes are not known any more.
fn keep_numbers(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    connection.execute_batch(
        "INSERT OR IGNORE INTO touched (article, location, hash, gone)
         SELECT n.article, ifnull(a.location, 'salvaged#' || n.article), ifnull(a.hash, x''),
                a.id IS NULL
         FROM (SELECT article FROM read_mark UNION SELECT article FROM star
             UNION SELECT article FROM article_tag UNION SELECT article FROM kept_quote
             UNION SELECT article FROM reading UNION SELECT json_extract(place, '$[0]') FROM letter
             UNION SELECT of FROM step WHERE kind IN ('read', 'star', 'article-tag')) n
         LEFT JOIN article a ON a.id = n.article WHERE n.article > 0;",
    )?;
    let loose: Vec<String> = connection
        .prepare(
            "SELECT text FROM note WHERE quote NOT IN (SELECT id FROM kept_quote) ORDER BY quote",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    // Of no article: there is none of the number 0.
    connection.execute_batch(
        "INSERT OR IGNORE INTO kept_quote (id, article, words, nth)
         SELECT quote, 0, '', 0 FROM (SELECT quote FROM note UNION SELECT quote FROM quote_tag
             UNION SELECT of FROM step WHERE kind IN ('note', 'quote-tag'))",
    )?;
    Ok(loose)
}

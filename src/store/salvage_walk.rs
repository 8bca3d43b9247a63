//! The rows of a damaged file, table by table, into a new store: along the trees first, then from pages
//! that no tree leads to any more.
//!
//! Such a page is asked only for rows of tables that something is missing of: the tree of a table that
//! could be walked whole has all its rows, and what else looks like them was deleted.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;
use rusqlite::types::Value;

use super::overlay::{Kind, Slot};
use super::pages::{Loss, Pages, Row};
use super::salvage_tables::{Table, tables};

/// What stands a second time elsewhere in the file, without its time.
#[derive(Default)]
pub(super) struct Copies {
    /// Articles whose rows were read; those that are shown read, and starred.
    pub shown: HashSet<i64>,
    pub read: HashSet<i64>,
    pub starred: HashSet<i64>,
    /// From the indexes by tag.
    pub article_tags: HashSet<(i64, String)>,
    pub quote_tags: HashSet<(i64, String)>,
    /// From the index by place: number, article, ordinal of kept quotes.
    pub kept: Vec<(i64, i64, Option<i64>)>,
}

impl Copies {
    /// Whether an article is there and is shown without the mark.
    pub(super) fn deny(&self, slot: &Slot) -> bool {
        self.shown.contains(&slot.of)
            && match slot.kind {
                Kind::Read => !self.read.contains(&slot.of),
                Kind::Star => !self.starred.contains(&slot.of),
                _ => false,
            }
    }
}

/// What came of it.
pub(super) struct Walk<'c> {
    connection: &'c Connection,
    tables: Vec<Table>,
    /// Of the tables whose trees were found.
    losses: HashMap<&'static str, Loss>,
    pub copies: Copies,
    /// How many articles the store had by its own count.
    pub before: Option<u64>,
    /// Rows that were put where they most likely belong.
    pub unsure: u64,
}

/// A name in the schema and the page that its tree begins with.
type Root = (String, u32);

impl<'c> Walk<'c> {
    /// Puts the rows of `pages` into the new store.
    pub(super) fn all(connection: &'c Connection, pages: &mut Pages) -> rusqlite::Result<Self> {
        let mut walk = Self {
            connection,
            tables: tables(connection)?,
            losses: HashMap::new(),
            copies: Copies::default(),
            before: None,
            unsure: 0,
        };
        let (own, other): (Vec<Root>, Vec<Root>) = roots(pages)?
            .into_iter()
            .partition(|(name, _)| walk.place(name).is_some());
        for place in 0..walk.tables.len() {
            let name = walk.tables[place].name;
            for (_, root) in own.iter().filter(|(own, _)| own == name) {
                let loss = pages.tree(*root, &mut |row| walk.put(place, &row))?;
                walk.losses.insert(name, loss);
            }
        }
        for (name, root) in other {
            pages.tree(root, &mut |row| -> rusqlite::Result<bool> {
                walk.note(&name, &row);
                Ok(true)
            })?;
        }
        walk.strays(pages)?;
        Ok(walk)
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.tables.iter().position(|table| table.name == name)
    }

    /// Whether some rows of a table may be missing.
    pub(super) fn lacks(&self, name: &str) -> bool {
        self.losses
            .get(name)
            .is_none_or(|loss| loss.rows + loss.pages > 0)
    }

    /// Whether the rows that stand last in a table may be missing.
    pub(super) fn lacks_end(&self, name: &str) -> bool {
        self.losses.get(name).is_some_and(|loss| loss.end)
    }

    /// Rows and pages of the person's tables that could not be read.
    pub(super) fn lost(&self) -> (u64, u64) {
        let overlay = self.tables.iter().filter(|table| table.overlay);
        let losses = overlay.filter_map(|table| self.losses.get(table.name));
        losses.fold((0, 0), |(rows, pages), loss| {
            (rows + loss.rows, pages + loss.pages)
        })
    }

    /// Puts a row that stood in the tree of a table; where it cannot be of that one, another's that
    /// it must be: pages that lead to others may lead astray. Whether it was the table's.
    fn put(&mut self, place: usize, row: &Row) -> rusqlite::Result<bool> {
        let fits = self.tables[place].fits(row);
        let claims = |table: &Table| table.claims(row);
        let place = match fits {
            true => Some(place),
            false => self.tables.iter().position(claims),
        };
        if let Some(place) = place {
            self.keep(place, row)?;
        }
        Ok(fits)
    }

    fn keep(&mut self, place: usize, row: &Row) -> rusqlite::Result<()> {
        let table = &self.tables[place];
        if let ("article", Some(number)) = (table.name, row.number) {
            self.copies.shown.insert(number);
            if table.integer(row, "read") == Some(1) {
                self.copies.read.insert(number);
            }
            if table.integer(row, "starred") == Some(1) {
                self.copies.starred.insert(number);
            }
        }
        table.put(self.connection, row)
    }

    /// What rows of other trees tell.
    fn note(&mut self, name: &str, row: &Row) {
        let copies = &mut self.copies;
        match (name, row.values.as_slice()) {
            ("total", [_, Value::Integer(articles), ..]) => {
                self.before = u64::try_from(*articles).ok();
            }
            ("article_tag_tag", [Value::Text(tag), Value::Integer(of)]) => {
                copies.article_tags.insert((*of, tag.clone()));
            }
            ("quote_tag_tag", [Value::Text(tag), Value::Integer(of)]) => {
                copies.quote_tags.insert((*of, tag.clone()));
            }
            ("kept_quote_place", [Value::Integer(article), ordinal, Value::Integer(id)]) => {
                let ordinal = match ordinal {
                    Value::Integer(ordinal) => Some(*ordinal),
                    _ => None,
                };
                copies.kept.push((*id, *article, ordinal));
            }
            _ => {}
        }
    }

    fn strays(&mut self, pages: &mut Pages) -> rusqlite::Result<()> {
        let lacking = |table: &Table| self.lacks(table.name);
        let lacking: Vec<bool> = self.tables.iter().map(lacking).collect();
        let mut unsure = Vec::new();
        pages.strays(&mut |rows| -> rusqlite::Result<()> {
            let mut of_page = Vec::new();
            for row in rows {
                let claims = |place: &usize| lacking[*place] && self.tables[*place].claims(&row);
                let places: Vec<usize> = (0..lacking.len()).filter(claims).collect();
                match places.as_slice() {
                    [] => {}
                    [place] => self.keep(*place, &row)?,
                    _ => of_page.push((places, row)),
                }
            }
            if !of_page.is_empty() {
                unsure.push(of_page);
            }
            Ok(())
        })?;
        if unsure.is_empty() {
            return Ok(());
        }
        let journal = journal(self.connection)?;
        for page in unsure {
            self.decide(&page, &journal)?;
        }
        Ok(())
    }

    /// Puts the rows of a page whose form two tables have: they are of one, and what the journal
    /// and the copies say of each tells of which.
    fn decide(
        &mut self,
        page: &[(Vec<usize>, Row)],
        journal: &HashSet<Word>,
    ) -> rusqlite::Result<()> {
        let mut scores = HashMap::<usize, u64>::new();
        for (places, row) in page {
            for place in places {
                *scores.entry(*place).or_default() += self.speaks_for(*place, row, journal)?;
            }
        }
        for (places, row) in page {
            let score = |place: &usize| scores[place];
            let most = places.iter().map(score).max();
            let mut best = places.iter().filter(|place| Some(score(place)) == most);
            if let Some(place) = best.next() {
                self.unsure += u64::from(best.next().is_some());
                self.keep(*place, row)?;
            }
        }
        Ok(())
    }

    /// How much says that a row is a table's.
    fn speaks_for(
        &self,
        place: usize,
        row: &Row,
        journal: &HashSet<Word>,
    ) -> rusqlite::Result<u64> {
        let name = self.tables[place].name;
        let Some(word) = word(name, row) else {
            return Ok(0);
        };
        let (_, of, tag, _) = &word;
        let there = |sql: &str| self.connection.prepare_cached(sql)?.exists([of]);
        let copies = &self.copies;
        let tagged = (*of, tag.clone());
        let (copied, known) = match name {
            "read_mark" => (copies.read.contains(of), false),
            "star" => (copies.starred.contains(of), false),
            "article_tag" => (
                copies.article_tags.contains(&tagged),
                there("SELECT 1 FROM touched WHERE article = ?1")?,
            ),
            "quote_tag" => (
                copies.quote_tags.contains(&tagged),
                there("SELECT 1 FROM kept_quote WHERE id = ?1")?,
            ),
            _ => (false, false),
        };
        let told = journal.contains(&word);
        Ok(4 * u64::from(told) + 4 * u64::from(copied) + u64::from(known))
    }
}

/// A thing of the person's at a time: kind, number, tag, time.
type Word = (&'static str, i64, String, i64);

fn word(table: &str, row: &Row) -> Option<Word> {
    let kind = Kind::of_table(table)?.name();
    match (row.number, row.values.as_slice()) {
        (Some(of), [_, Value::Integer(at)]) => Some((kind, of, String::new(), *at)),
        (None, [Value::Integer(of), Value::Text(tag), Value::Integer(at)]) => {
            Some((kind, *of, tag.clone(), *at))
        }
        _ => None,
    }
}

/// All that the journal tells of, before and after.
fn journal(connection: &Connection) -> rusqlite::Result<HashSet<Word>> {
    let mut words = HashSet::new();
    let mut statement =
        connection.prepare("SELECT kind, of, name, before_at, after_at FROM step")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (of, name): (i64, String) = (row.get(1)?, row.get(2)?);
        let Some(kind) = Kind::from_name(row.get_ref(0)?.as_str()?) else {
            continue;
        };
        for at in [3, 4] {
            if let Some(at) = row.get(at)? {
                words.insert((kind.name(), of, name.clone(), at));
            }
        }
    }
    Ok(words)
}

/// The tables and indexes of the schema. Where its own tree is not whole, from any page.
fn roots(pages: &mut Pages) -> rusqlite::Result<Vec<Root>> {
    let mut roots = Vec::new();
    let loss = pages.tree(1, &mut |row| -> rusqlite::Result<bool> {
        roots.extend(root(&row));
        Ok(true)
    })?;
    if loss.pages + loss.rows > 0 {
        pages.strays(&mut |rows| -> rusqlite::Result<()> {
            let found = rows.iter().filter_map(root);
            roots.extend(found);
            Ok(())
        })?;
    }
    Ok(roots)
}

fn root(row: &Row) -> Option<Root> {
    match row.values.as_slice() {
        [
            Value::Text(kind),
            Value::Text(name),
            Value::Text(_),
            Value::Integer(root),
            Value::Text(_) | Value::Null,
        ] if kind == "table" || kind == "index" => {
            let root = u32::try_from(*root).ok().filter(|root| *root > 0)?;
            Some((name.clone(), root))
        }
        _ => None,
    }
}

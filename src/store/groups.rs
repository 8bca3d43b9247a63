//! Groups of articles that say the same: finding the group of an article that comes in, leaving
//! it when the article changes or goes, reading its members.
//!
//! One article of a group, its head, stands for it. It is the one that came first, or the longest
//! where one text contains the others. The work an article makes is bounded: so many anchors,
//! so many articles read from each, so many texts compared.

use rusqlite::{OptionalExtension, Row, params};

use crate::import::{Comparison, Shingles, Sketch, WORTH_COMPARING};
use crate::model::{ArticleId, Likeness, Variant};

use super::articles::{ROW, article_row};
use super::{Batch, Store, StoreError, codec};

/// An anchor that more articles have is a phrase of everybody's ("sign up for our newsletter"): it
/// says nothing about whether two texts are the same.
const COMMON: usize = 24;

/// Texts that are compared with one that comes in.
const COMPARED: usize = 4;

/// Where an article stands among others.
pub(super) enum Place {
    /// Nothing says the same.
    Alone,
    /// It is a variant of this head.
    Variant(i64, Likeness),
    /// It stands for others that were there before.
    Head,
    /// It came before the one that stood for the others, says the same, and stands for them in its place.
    Again(i64, Likeness),
}

/// An article with anchors in common.
struct Candidate {
    id: i64,
    shared: usize,
}

impl Store {
    /// The articles that say the same as `id`, itself among them: the one that stands for them
    /// first, then in order of import. Empty for an article that stands alone.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn variants(&self, id: ArticleId) -> Result<Vec<Variant>, StoreError> {
        let found = self.try_variants(id);
        let mut variants = self.typed(found)?;
        if variants.len() == 1 {
            variants.clear();
        }
        Ok(variants)
    }

    fn try_variants(&self, id: ArticleId) -> rusqlite::Result<Vec<Variant>> {
        let head = "SELECT ifnull(variant_of, id) FROM article WHERE id = ?1";
        let head: Option<i64> = self
            .connection
            .prepare_cached(head)?
            .query_row([id.0], |row| row.get(0))
            .optional()?;
        let mut found = Vec::new();
        for condition in ["a.id = ?1", "a.variant_of = ?1 ORDER BY a.id"] {
            let sql = format!("SELECT {ROW}, a.likeness FROM article a WHERE {condition}");
            let mut statement = self.connection.prepare_cached(&sql)?;
            let rows = statement.query_map([head], variant)?;
            for row in rows {
                found.push(row?);
            }
        }
        Ok(found)
    }
}

fn variant(row: &Row<'_>) -> rusqlite::Result<Variant> {
    let likeness: Option<String> = row.get("likeness")?;
    Ok(Variant {
        row: article_row(row)?,
        likeness: likeness
            .map(|name| codec::named(&name, Likeness::from_name))
            .transpose()?,
    })
}

impl Batch<'_> {
    /// Keeps the sketch of an article and brings it to its group, if there is one.
    pub(super) fn place(&self, id: i64, sketch: &Sketch, text: &str) -> rusqlite::Result<Place> {
        let mut rare = Vec::new();
        let place = self.find_group(id, sketch, text, &mut rare)?;
        let anchors: Vec<u8> = sketch
            .anchors
            .iter()
            .flat_map(|a| a.to_be_bytes())
            .collect();
        self.transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO sketch (article, words, print, anchors)
                 VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                id,
                sketch.words,
                sketch.print.cast_signed(),
                anchors
            ])?;
        match place {
            Place::Variant(head, likeness) => self.join(id, head, likeness)?,
            Place::Alone | Place::Head => self.put_anchors(id, &rare)?,
            Place::Again(head, likeness) => {
                self.hand_over(head, id)?;
                self.join(head, id, likeness)?;
                self.drop_anchors(head)?;
                self.keep_anchors(id, &sketch.anchors)?;
            }
        }
        Ok(place)
    }

    /// Where an article belongs. Where that is not to a head, its anchors that few have are in `rare`.
    fn find_group(
        &self,
        id: i64,
        sketch: &Sketch,
        text: &str,
        rare: &mut Vec<u32>,
    ) -> rusqlite::Result<Place> {
        if sketch.words == 0 {
            return Ok(Place::Alone);
        }
        if let Some(same) = self.same_words(id, sketch)? {
            return self.below(id, same, Likeness::Exact);
        }
        let candidates = self.candidates(id, sketch, rare)?;
        if candidates.is_empty() {
            return Ok(Place::Alone);
        }
        let mine = Shingles::of(text);
        let mut inside = Vec::new();
        for candidate in candidates {
            let Some(theirs) = self.text_of(candidate.id)? else {
                continue;
            };
            match mine.compare(&Shingles::of(&theirs)) {
                Some(alike @ (Comparison::Near | Comparison::Inside)) => {
                    return self.below(id, candidate.id, alike.likeness());
                }
                Some(Comparison::Around) => inside.push(candidate.id),
                None => {}
            }
        }
        // A variant stays with the text that it was found in first.
        let mut place = Place::Alone;
        for shorter in inside {
            if self.head_of(shorter)? == shorter {
                self.hand_over(shorter, id)?;
                self.join(shorter, id, Likeness::Contained)?;
                place = Place::Head;
            }
        }
        Ok(place)
    }

    /// Its place in the group of one that it says the same as: below its head, unless it came before that, as where it
    /// is read anew.
    fn below(&self, id: i64, other: i64, likeness: Likeness) -> rusqlite::Result<Place> {
        let head = self.head_of(other)?;
        let again = head == other && id < head && likeness != Likeness::Contained;
        Ok(match again {
            true => Place::Again(head, likeness),
            false => Place::Variant(head, likeness),
        })
    }

    fn same_words(&self, id: i64, sketch: &Sketch) -> rusqlite::Result<Option<i64>> {
        self.transaction
            .prepare_cached(
                "SELECT article FROM sketch
                 WHERE print = ?1 AND words = ?2 AND article <> ?3 ORDER BY article LIMIT 1",
            )?
            .query_row(
                params![sketch.print.cast_signed(), sketch.words, id],
                |row| row.get(0),
            )
            .optional()
    }

    /// The articles that share most anchors; those of the anchors that few have go into `rare`.
    fn candidates(
        &self,
        id: i64,
        sketch: &Sketch,
        rare: &mut Vec<u32>,
    ) -> rusqlite::Result<Vec<Candidate>> {
        let mut holders = Vec::new();
        for anchor in &sketch.anchors {
            let of = self.holders(*anchor)?;
            if of.len() < COMMON {
                rare.push(*anchor);
                holders.extend(of.into_iter().filter(|holder| *holder != id));
            }
        }
        holders.sort_unstable();
        let mut candidates: Vec<Candidate> = holders
            .chunk_by(|a, b| a == b)
            .filter(|same| same.len() >= WORTH_COMPARING)
            .map(|same| Candidate {
                id: same[0],
                shared: same.len(),
            })
            .collect();
        candidates.sort_by_key(|c| (std::cmp::Reverse(c.shared), c.id));
        candidates.truncate(COMPARED);
        Ok(candidates)
    }

    fn holders(&self, anchor: u32) -> rusqlite::Result<Vec<i64>> {
        // SQLite plans a statement anew whenever a bound limit is bound again, which took longer than
        // the look-up itself.
        let sql = format!("SELECT article FROM anchor WHERE hash = ?1 LIMIT {COMMON}");
        self.transaction
            .prepare_cached(&sql)?
            .query_map([anchor], |row| row.get(0))?
            .collect()
    }

    fn text_of(&self, id: i64) -> rusqlite::Result<Option<String>> {
        self.transaction
            .prepare_cached("SELECT text FROM body WHERE article = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()
    }

    fn head_of(&self, id: i64) -> rusqlite::Result<i64> {
        self.transaction
            .prepare_cached("SELECT ifnull(variant_of, id) FROM article WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
    }

    fn join(&self, id: i64, head: i64, likeness: Likeness) -> rusqlite::Result<()> {
        self.transaction
            .prepare_cached("UPDATE article SET variant_of = ?2, likeness = ?3 WHERE id = ?1")?
            .execute(params![id, head, likeness.name()])
            .map(drop)
    }

    /// Gives the variants of one head to another.
    fn hand_over(&self, head: i64, to: i64) -> rusqlite::Result<()> {
        self.transaction
            .prepare_cached("UPDATE article SET variant_of = ?2 WHERE variant_of = ?1")?
            .execute([head, to])
            .map(drop)
    }

    /// Takes an article out of its group. Where it stood for the group, the variant that came
    /// first does so from now on.
    pub(super) fn leave_group(&self, id: i64) -> rusqlite::Result<()> {
        let alone = "UPDATE article SET variant_of = NULL, likeness = NULL WHERE id = ?1";
        let heir: Option<i64> = self
            .transaction
            .prepare_cached("SELECT min(id) FROM article WHERE variant_of = ?1")?
            .query_row([id], |row| row.get(0))?;
        if let Some(heir) = heir {
            self.transaction.prepare_cached(alone)?.execute([heir])?;
            self.hand_over(id, heir)?;
            self.keep_anchors(heir, &self.anchors_of(heir)?)?;
        }
        self.transaction.prepare_cached(alone)?.execute([id])?;
        Ok(())
    }

    /// Takes out what an article is found by.
    pub(super) fn forget_sketch(&self, id: i64) -> rusqlite::Result<()> {
        self.drop_anchors(id)?;
        self.transaction
            .prepare_cached("DELETE FROM sketch WHERE article = ?1")?
            .execute([id])
            .map(drop)
    }

    fn drop_anchors(&self, id: i64) -> rusqlite::Result<()> {
        let mut statement = self
            .transaction
            .prepare_cached("DELETE FROM anchor WHERE hash = ?1 AND article = ?2")?;
        for anchor in self.anchors_of(id)? {
            statement.execute(params![anchor, id])?;
        }
        Ok(())
    }

    fn anchors_of(&self, id: i64) -> rusqlite::Result<Vec<u32>> {
        let kept: Option<Vec<u8>> = self
            .transaction
            .prepare_cached("SELECT anchors FROM sketch WHERE article = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        Ok(codec::anchors(&kept.unwrap_or_default()))
    }

    /// An anchor that is common already needs nobody more.
    fn keep_anchors(&self, id: i64, anchors: &[u32]) -> rusqlite::Result<()> {
        let mut rare = Vec::new();
        for anchor in anchors {
            if self.holders(*anchor)?.len() < COMMON {
                rare.push(*anchor);
            }
        }
        self.put_anchors(id, &rare)
    }

    fn put_anchors(&self, id: i64, anchors: &[u32]) -> rusqlite::Result<()> {
        let mut statement = self
            .transaction
            .prepare_cached("INSERT OR IGNORE INTO anchor (hash, article) VALUES (?1, ?2)")?;
        for anchor in anchors {
            statement.execute(params![anchor, id])?;
        }
        Ok(())
    }
}

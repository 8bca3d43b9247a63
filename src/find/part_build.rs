//! Makes a part: numbers the words, turns the texts round into lists.
//!
//! Owns the building of what `part` reads. Texts are held as numbers of few bytes while they come
//! in, and the lists are made for a range of terms at a time, so that memory stays near that of
//! the finished part.

use rustc_hash::FxHashMap;

use super::code;
use super::lists::{self, Head};
use super::part::{self, LONGEST_PREFIX, PAIRED, prefix_key};
use super::spell::{LENGTHS, letters_of};
use super::token::{letters, tokens};
use crate::text::fold::fold_str;

/// Places in lists that are made in one walk over the texts.
const AT_ONCE: usize = 24 << 20;
/// A beginning has a list of its own where its words stand in one of so many texts or more.
const PREFIX_SHARE: usize = 40;

/// Takes texts and makes a part of them.
#[derive(Default)]
pub(super) struct Builder {
    numbers: Numbers,
    /// Of each word: in how many texts it is, and the last of them, counted from 1.
    counts: Vec<u32>,
    last: Vec<u32>,
    texts: Vec<u8>,
    ends: Vec<u32>,
    /// Words by which a text is found besides its own: where they are in `more`.
    also: Vec<u32>,
    more: Vec<Vec<u32>>,
}

/// The numbers of words. Those of up to 15 bytes, which nearly all are, are keys by themselves:
/// there is nothing elsewhere to compare them with.
#[derive(Default)]
struct Numbers {
    short: FxHashMap<u128, u32>,
    long: FxHashMap<Box<str>, u32>,
}

impl Numbers {
    fn get(&self, word: &str) -> Option<u32> {
        match packed(word) {
            Some(key) => self.short.get(&key).copied(),
            None => self.long.get(word).copied(),
        }
    }

    fn put(&mut self, word: &str, number: u32) {
        match packed(word) {
            Some(key) => self.short.insert(key, number),
            None => self.long.insert(word.into(), number),
        };
    }

    /// The words with their numbers, in the order of their bytes.
    fn sorted(self) -> Vec<(Box<str>, u32)> {
        let short = self.short.into_iter().map(|(key, number)| {
            let bytes = key.to_be_bytes();
            let length = usize::from(bytes[15]).min(15);
            let word = std::str::from_utf8(&bytes[..length]).unwrap_or("");
            (Box::from(word), number)
        });
        let mut words: Vec<(Box<str>, u32)> = short.chain(self.long).collect();
        words.sort_unstable();
        words
    }
}

/// A short word as a number: its bytes, and how many there are.
fn packed(word: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes
        .get_mut(..word.len())
        .filter(|_| word.len() < 16)?
        .copy_from_slice(word.as_bytes());
    bytes[15] = word.len() as u8;
    Some(u128::from_be_bytes(bytes))
}

/// A part that was made, but for lists that others add.
pub(super) struct Built {
    pub sections: [Vec<u8>; part::SECTIONS - lists::SECTIONS],
    pub heads: Vec<Head>,
    pub lists: lists::Writer,
    /// Of each group of words besides the texts' own, the ranks.
    pub more: Vec<Vec<u32>>,
}

impl Builder {
    /// Number of texts so far.
    pub fn docs(&self) -> usize {
        self.ends.len()
    }

    /// Enters words by which texts can be found besides their own; gives the number for
    /// [`Builder::put`].
    pub fn also(&mut self, text: &str) -> u32 {
        let mut numbers = Vec::new();
        self.read(text, &mut |n| numbers.push(n));
        self.more.push(numbers);
        self.more.len() as u32 - 1
    }

    /// Takes the next text.
    pub fn put(&mut self, text: &str, also: Option<u32>) {
        let doc = self.ends.len() as u32 + 1;
        let mut words = std::mem::take(&mut self.texts);
        let from = words.len();
        self.read(text, &mut |n| code::put(n, &mut words));
        code::each(&words[from..], |n| self.count(n, doc));
        self.texts = words;
        if let Some(at) = also {
            let group = std::mem::take(&mut self.more[at as usize]);
            group.iter().for_each(|n| self.count(*n, doc));
            self.more[at as usize] = group;
        }
        self.ends.push(self.texts.len() as u32);
        self.also.push(also.unwrap_or(u32::MAX));
    }

    fn count(&mut self, word: u32, doc: u32) {
        let word = word as usize;
        if self.last[word] != doc {
            self.last[word] = doc;
            self.counts[word] += 1;
        }
    }

    fn read(&mut self, text: &str, f: &mut impl FnMut(u32)) {
        let folded = fold_str(text);
        for token in tokens(&folded) {
            let word = letters(&folded[token]);
            let number = match self.numbers.get(&word) {
                Some(number) => number,
                None => {
                    let number = self.counts.len() as u32;
                    self.numbers.put(&word, number);
                    self.counts.push(0);
                    self.last.push(0);
                    number
                }
            };
            f(number);
        }
    }

    /// Makes the part; `rich` with lists of beginnings and of pairs.
    pub fn finish(mut self, rich: bool) -> Built {
        let terms = std::mem::take(&mut self.numbers).sorted();
        let order = Order::new(&terms, &self.counts);
        let mut lists = lists::Writer::new(self.docs());
        let mut prefixes = Prefixes::new(&terms, &order.counts, self.docs(), rich);
        let mut heads = Vec::with_capacity(terms.len());
        let terms_turned = || {
            invert(
                &order.counts,
                |f| self.each_doc(|doc, n| f(doc, order.term_of[n as usize])),
                |term, docs| {
                    prefixes.add(term, docs, &mut lists);
                    heads.push(lists.put(docs));
                },
            );
        };
        let ((), texts) = rayon::join(terms_turned, || self.ranked(&order));
        let (prefix_keys, prefix_heads) = prefixes.finish(&mut lists);
        heads.extend(prefix_heads);
        let pairs = if rich {
            self.pairs(&order, &mut lists, &mut heads)
        } else {
            Vec::new()
        };
        let more = std::mem::take(&mut self.more).into_iter();
        let more = more.map(|group| group.iter().map(|n| order.rank_of(*n)).collect());
        let (text, at) = blob(terms.iter().map(|(word, _)| &**word));
        let (spell_at, sets, spelled) = spelling(&terms);
        Built {
            more: more.collect(),
            sections: [
                text,
                bytes(&at),
                bytes(&order.ranks),
                bytes(&spell_at),
                bytemuck::cast_slice(&sets).to_vec(),
                bytes(&spelled),
                bytes(&prefix_keys),
                bytes(&pairs),
                texts.0,
                bytes(&texts.1),
            ],
            heads,
            lists,
        }
    }

    fn each_doc(&self, mut f: impl FnMut(u32, u32)) {
        let mut from = 0;
        for (doc, (end, also)) in (0..).zip(self.ends.iter().zip(&self.also)) {
            code::each(&self.texts[from..*end as usize], |n| f(doc, n));
            if let Some(more) = self.more.get(*also as usize) {
                more.iter().for_each(|n| f(doc, *n));
            }
            from = *end as usize;
        }
    }

    /// Gives every two frequent neighbours of the texts as their key.
    fn each_pair(&self, order: &Order, mut f: impl FnMut(u32, u32)) {
        let mut from = 0;
        for (doc, end) in (0..).zip(&self.ends) {
            let mut before = u32::MAX;
            code::each(&self.texts[from..*end as usize], |n| {
                let rank = order.rank_of(n);
                if rank < PAIRED && before < PAIRED {
                    f(doc, before * PAIRED + rank);
                }
                before = rank;
            });
            from = *end as usize;
        }
    }

    fn pairs(&self, order: &Order, lists: &mut lists::Writer, heads: &mut Vec<Head>) -> Vec<u32> {
        let all = (PAIRED * PAIRED) as usize;
        let (mut counts, mut last) = (vec![0u32; all], vec![u32::MAX; all]);
        self.each_pair(order, |doc, key| {
            let key = key as usize;
            if last[key] != doc {
                last[key] = doc;
                counts[key] += 1;
            }
        });
        invert(
            &counts,
            |f| self.each_pair(order, f),
            |_, docs| {
                if !docs.is_empty() {
                    heads.push(lists.put(docs));
                }
            },
        );
        (0..)
            .zip(&counts)
            .filter(|(_, count)| **count > 0)
            .map(|(key, _)| key)
            .collect()
    }

    /// The texts with ranks for numbers, and where each begins.
    fn ranked(&self, order: &Order) -> (Vec<u8>, Vec<u32>) {
        let mut out = Vec::with_capacity(self.texts.len());
        let mut at = Vec::with_capacity(self.ends.len() + 1);
        at.push(0);
        let mut from = 0;
        for end in &self.ends {
            code::each(&self.texts[from..*end as usize], |n| {
                code::put(order.rank_of(n), &mut out);
            });
            at.push(out.len() as u32);
            from = *end as usize;
        }
        (out, at)
    }
}

/// Gives the documents of each key in the order of the keys. `counts` says how many documents each
/// key has; `each` gives every document with each of its keys, the documents in ascending order.
fn invert(
    counts: &[u32],
    each: impl Fn(&mut dyn FnMut(u32, u32)),
    mut emit: impl FnMut(usize, &[u32]),
) {
    let mut start = 0;
    while start < counts.len() {
        let (end, mut ends) = batch(counts, start);
        let total = ends.last().map_or(0, |end| *end as usize);
        let mut places = vec![0u32; total];
        // Where the next document of each key goes: its end less what is to come.
        for (at, count) in ends.iter_mut().zip(&counts[start..end]) {
            *at -= count;
        }
        let firsts = ends.clone();
        each(&mut |doc, key| {
            let key = key as usize;
            if key < start || key >= end {
                return;
            }
            let at = ends[key - start] as usize;
            let again = at > firsts[key - start] as usize && places[at - 1] == doc;
            if !again && at < total {
                places[at] = doc;
                ends[key - start] += 1;
            }
        });
        for (n, first) in firsts.iter().enumerate() {
            emit(start + n, &places[*first as usize..ends[n] as usize]);
        }
        start = end;
    }
}

/// The most keys from `start` whose lists are made at once, as their end, and where each list ends.
fn batch(counts: &[u32], start: usize) -> (usize, Vec<u32>) {
    let mut ends: Vec<u32> = Vec::new();
    let mut total = 0u32;
    for count in &counts[start..] {
        if !ends.is_empty() && total as usize + *count as usize > AT_ONCE {
            break;
        }
        total += count;
        ends.push(total);
    }
    (start + ends.len(), ends)
}

/// How the numbers that words got as they came become terms and ranks.
struct Order {
    term_of: Vec<u32>,
    /// By term.
    counts: Vec<u32>,
    ranks: Vec<u32>,
}

impl Order {
    fn new(terms: &[(Box<str>, u32)], by_number: &[u32]) -> Self {
        let mut term_of = vec![0; terms.len()];
        for (term, (_, number)) in (0..).zip(terms) {
            term_of[*number as usize] = term;
        }
        let counts: Vec<u32> = terms.iter().map(|(_, n)| by_number[*n as usize]).collect();
        let mut by_count: Vec<u32> = (0..terms.len() as u32).collect();
        by_count.sort_unstable_by_key(|term| (std::cmp::Reverse(counts[*term as usize]), *term));
        let mut ranks = vec![0; terms.len()];
        for (rank, term) in (0..).zip(by_count) {
            ranks[term as usize] = rank;
        }
        Self {
            term_of,
            counts,
            ranks,
        }
    }

    fn rank_of(&self, number: u32) -> u32 {
        self.ranks[self.term_of[number as usize] as usize]
    }
}

/// Makes the lists of beginnings while the terms go by in their order.
struct Prefixes<'t> {
    terms: &'t [(Box<str>, u32)],
    docs: usize,
    /// For each length of a beginning the one that is being gathered, and the end of its terms.
    open: [Option<(u32, usize, Vec<u64>)>; LONGEST_PREFIX],
    /// Where each term begins a new worthy beginning of each length: its end.
    starts: FxHashMap<(usize, usize), usize>,
    made: Vec<(u32, Head)>,
}

impl<'t> Prefixes<'t> {
    fn new(terms: &'t [(Box<str>, u32)], counts: &[u32], docs: usize, rich: bool) -> Self {
        let mut starts = FxHashMap::default();
        for letters in (1..=LONGEST_PREFIX).take_while(|_| rich) {
            let key = |t: &(Box<str>, u32)| t.0.as_bytes().get(..letters).map(<[u8]>::to_vec);
            let mut at = 0;
            for group in terms.chunk_by(|a, b| key(a).is_some() && key(a) == key(b)) {
                let range = at..at + group.len();
                at = range.end;
                let known = key(&group[0]).is_some_and(|key| prefix_key(&key).is_some());
                let total: u64 = counts[range.clone()].iter().map(|n| u64::from(*n)).sum();
                if known && range.len() > 1 && total as usize * PREFIX_SHARE >= docs {
                    starts.insert((range.start, letters - 1), range.end);
                }
            }
        }
        Self {
            terms,
            docs,
            open: [const { None }; LONGEST_PREFIX],
            starts,
            made: Vec::new(),
        }
    }

    fn add(&mut self, term: usize, docs: &[u32], lists: &mut lists::Writer) {
        for n in 0..LONGEST_PREFIX {
            if let Some(end) = self.starts.get(&(term, n)).copied() {
                let prefix = &self.terms[term].0.as_bytes()[..=n];
                let key = prefix_key(prefix).unwrap_or(0);
                self.open[n] = Some((key, end, vec![0; self.docs.div_ceil(64)]));
            }
            let Some((_, end, bits)) = &mut self.open[n] else {
                continue;
            };
            for doc in docs {
                bits[*doc as usize / 64] |= 1 << (doc % 64);
            }
            if term + 1 == *end {
                self.close(n, lists);
            }
        }
    }

    fn close(&mut self, n: usize, lists: &mut lists::Writer) {
        let Some((key, _, bits)) = self.open[n].take() else {
            return;
        };
        let mut docs = Vec::new();
        for (at, word) in (0..).step_by(64).zip(bits) {
            let mut word = word;
            while word != 0 {
                docs.push(at + word.trailing_zeros());
                word &= word - 1;
            }
        }
        self.made.push((key, lists.put(&docs)));
    }

    fn finish(mut self, lists: &mut lists::Writer) -> (Vec<u32>, Vec<Head>) {
        (0..LONGEST_PREFIX).for_each(|n| self.close(n, lists));
        self.made.sort_unstable_by_key(|(key, _)| *key);
        self.made.into_iter().unzip()
    }
}

/// The terms in the order of their length: where each length begins, and of each term its letters.
fn spelling(terms: &[(Box<str>, u32)]) -> (Vec<u32>, Vec<u64>, Vec<u32>) {
    let mut by_length: Vec<(usize, u32)> = (0..)
        .zip(terms)
        .map(|(term, (word, _))| (word.chars().count().min(LENGTHS - 1), term))
        .collect();
    by_length.sort_unstable();
    let place = |length| by_length.partition_point(|(l, _)| *l < length) as u32;
    let at = (0..=LENGTHS).map(place).collect();
    let spelled: Vec<u32> = by_length.iter().map(|(_, term)| *term).collect();
    let sets = spelled
        .iter()
        .map(|term| letters_of(&terms[*term as usize].0));
    (at, sets.collect(), spelled)
}

/// Texts one behind the other, and where each begins and the last ends.
pub(super) fn blob<'a>(texts: impl Iterator<Item = &'a str>) -> (Vec<u8>, Vec<u32>) {
    let (mut blob, mut at) = (Vec::new(), vec![0]);
    for text in texts {
        blob.extend_from_slice(text.as_bytes());
        at.push(blob.len() as u32);
    }
    (blob, at)
}

/// Numbers as the bytes of a section.
pub(super) fn bytes(numbers: &[u32]) -> Vec<u8> {
    bytemuck::cast_slice(numbers).to_vec()
}

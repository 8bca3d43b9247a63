//! Whether the time of the extractor grows with the length of an article and no faster.
//!
//! `cargo bench --bench scaling [-- FORM]`. Made texts of many forms, each from 10 kB to 10 MB: the
//! table shows MB/s of text on one core, which must not fall from left to right. The forms are
//! those in which a look for a partner, a name or an end could go on for ever.

#![allow(clippy::print_stdout)] // the table is what it is for

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use onrecord::extract::extract;
use onrecord::import::{Known, body};

/// Part number `n` of a text.
type Part = fn(usize) -> String;

const SIZES: [usize; 4] = [10_000, 100_000, 1_000_000, 10_000_000];

const FORMS: [(&str, Part); 33] = [
    ("article", |n| article(n, "\n\n")),
    ("one paragraph", |n| article(n, " ")),
    ("sentence a paragraph", |n| {
        format!(
            "The {} of town {n} said the dam was safe.\n\n",
            ROLES[n % 4]
        )
    }),
    ("many names", |n| {
        format!("“We won,” {} {} said.\n\n", name(n), name(n / 7 + 3))
    }),
    ("many names, one paragraph", |n| {
        format!("“We won,” {} {} said. ", name(n), name(n / 7 + 3))
    }),
    ("namesakes", |n| {
        format!("“We won,” {} Roe said.\n\n“Good,” Roe said.\n\n", name(n))
    }),
    ("lone names", |n| format!("“We won,” {} said.\n\n", name(n))),
    ("one speaker", |n| {
        format!("“Vote {n} was close,” Ann Roe said.\n\n")
    }),
    ("pronouns", |n| {
        format!("“Vote {n} was close,” she said. He said they knew it.\n\n")
    }),
    ("descriptions", |n| {
        let (old, who, other) = (["old", "new"][n % 2], ROLES[n % 4], ROLES[n % 3]);
        format!("The {old} {who} said the dam was safe, and the {other} agreed.\n\n")
    }),
    ("roles", |n| {
        let (given, role, place) = (name(n), ROLES[n % 4], name(n / 3));
        format!("“Yes,” said {given} Hart, {role} of {place}.\n\n")
    }),
    ("organisations", |n| {
        let (one, two, place) = (name(n), name(n / 5), name(n / 2));
        format!("The {one} Ministry said that it agreed with the {two} Council of {place}.\n\n")
    }),
    ("acronyms", |n| {
        let (one, two) = (name(n), name(n + 9));
        let (a, b) = (&one[..1], &two[..1]);
        format!("The {one} Data Office ({a}DO) said it. The {b}DO denied it.\n\n")
    }),
    ("and that", |n| {
        first(n, "He said ") + &format!("that town {n} was safe and ")
    }),
    ("cues in one sentence", |n| {
        format!("he said she told them {} claimed, ", name(n % 9))
    }),
    ("commas", |n| {
        first(n, "He said the towns were ") + &format!("town {n}, ")
    }),
    ("one sentence", |n| {
        format!("town {n} says it is near the dam and ")
    }),
    ("unclosed marks", |n| {
        format!("“Vote {n} was close, she said. ")
    }),
    ("closing marks", |n| {
        format!("Vote {n} was close,” she said. ")
    }),
    ("single marks", |n| {
        format!("‘Vote {n} was close, the voters’ friend said. ")
    }),
    ("straight singles", |n| {
        format!("'Vote {n} was close, the voters' friend said. ")
    }),
    ("nothing but marks", |n| {
        ["“", "\"", "”", "'", "«", "‘"][n * 7 % 6].to_owned()
    }),
    ("mark after mark", |_| "“a” ".to_owned()),
    ("one long mark", |n| {
        first(n, "“") + &format!("the town {n} is old. ")
    }),
    ("one word", |_| "a".to_owned()),
    ("capitals", |n| name(n).to_uppercase() + " ROE SAID "),
    ("stops", |_| ". ".to_owned()),
    ("new names before he", |n| {
        format!("{} Roe was late. He said no. ", name(n))
    }),
    ("offices of places", |n| {
        let place = name(n);
        format!("Ann Roe, mayor of {place}, came. Tom Roe, mayor of {place}, came. Roe said no. ")
    }),
    ("one long description", |n| {
        let lead = first(
            n,
            &("Norwegian ".to_owned() + &"port ".repeat(500) + "ministry said no. "),
        );
        lead + "The ministry said no. "
    }),
    ("refusals", |n| {
        first(n, "Roe refused to say ") + "whether to say to say "
    }),
    ("according to", |n| {
        format!("town {n} is old and according to Roe, ")
    }),
    ("brackets", |n| format!("(the town {n} [said Roe ")),
];

const ROLES: [&str; 4] = ["mayor", "minister", "spokesman", "lawyer"];

/// What only the first part begins with.
fn first(n: usize, opening: &str) -> String {
    if n == 0 { opening } else { "" }.to_owned()
}

/// Marked stretches at the density of 200,000 marks in 10 MB.
fn article(n: usize, end: &str) -> String {
    let (first, last) = (name(n % 50), name(n % 31));
    format!(
        "“We will not leave town {n},” {first} {last}, the mayor, said on Monday, adding that the \
         council had agreed.{end}The ministry said it was looking into the matter and had found no \
         sign of a leak.{end}"
    )
}

/// A made name: capital, then letters, another for each number.
fn name(n: usize) -> String {
    const PARTS: [&str; 16] = [
        "ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu", "pa", "re", "si", "to", "vu",
        "za",
    ];
    let mut out = String::new();
    let mut rest = n + 17;
    while rest > 0 {
        out.push_str(PARTS[rest % 16]);
        rest /= 16;
    }
    out[..1].to_uppercase() + &out[1..]
}

fn text(part: Part, size: usize) -> String {
    let mut out = String::with_capacity(size + 300);
    let mut n = 0;
    while out.len() < size {
        out.push_str(&part(n));
        n += 1;
    }
    out
}

/// Time that this thread has been at work, where the system tells it: other programs do not count.
fn clock(start: Instant) -> Duration {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|line| line.split_whitespace().next()?.parse().ok())
        .map_or_else(|| start.elapsed(), Duration::from_nanos)
}

/// The clock ticks once in four milliseconds or so: what is timed takes a hundred times that.
const LONG_ENOUGH: Duration = Duration::from_millis(400);

/// The time for one text, the mean of as many runs as the clock needs.
fn time(text: &str) -> Duration {
    let begun = Instant::now();
    let start = clock(begun);
    let mut runs = 0;
    loop {
        let (article, _) = body(black_box(text), Known::default());
        black_box(extract(&article));
        runs += 1;
        let took = clock(begun).saturating_sub(start);
        if took >= LONG_ENOUGH {
            return took / runs;
        }
    }
}

fn main() {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with('-'))
        .collect();
    println!("MB/s of text of {SIZES:?} bytes");
    for (form, part) in FORMS {
        if !wanted.is_empty() && !wanted.iter().any(|w| form.contains(w.as_str())) {
            continue;
        }
        let mut line = format!("{form:28}");
        for size in SIZES {
            let text = text(part, size);
            let took = time(&text);
            let _ = write!(line, "{:9.2}", text.len() as f64 / took.as_secs_f64() / 1e6);
            // What is slower than that would take for ever at the next size.
            if took > Duration::from_secs(20) {
                line.push_str("  (stopped)");
                break;
            }
        }
        println!("{line}");
    }
}

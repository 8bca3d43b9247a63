//! Tests of what a page declares.
//!
//! Owns pages made for them; must not know how the readable part is chosen.

use super::*;

#[test]
fn of_each_kind_of_place_only_the_first_are_looked_at() {
    let nested = |open: &str, close: &str| open.repeat(100) + "Ann Poe" + &close.repeat(100);
    let mut page: String = (0..1_000)
        .map(|n| {
            format!(
                "<meta itemprop=author content='Ann Poe{n}'><h1>Title {n}</h1><time datetime={n}></time>"
            )
        })
        .collect();
    page += &nested("<b class=byline>", "</b>");
    page += &nested("<i class=standfirst>", "</i>");
    let found = Found::gather(&Tags::new(&page));
    let counts = [
        found.authors.len(),
        found.headings.len(),
        found.times.len(),
        found.bylines.len(),
        found.standfirsts.len(),
    ];
    assert_eq!(counts, [MOST; 5]);
}

#[test]
fn a_headline_in_the_main_part_is_better_than_a_document_title_alone() {
    let title = |head: &str, body: &str| {
        let page = format!("<head>{head}</head><body>{body}</body>");
        read(&Tags::new(&page)).title
    };
    let document = "<title>Home | The Bergen Post</title>";
    let headline = "<h1>Board refuses the lease of the house</h1>";
    let site = "<h1>The Bergen Post</h1>";
    let want = Some("Board refuses the lease of the house".to_owned());
    for body in [
        format!("<article>{headline}</article>"),
        format!("<header>{site}</header><main><div>{headline}</div></main>"),
    ] {
        assert_eq!(title(document, &body), want, "{body}");
    }
    // What is said for machines is said of the article.
    let meta = format!("{document}<meta property=og:title content='House without lease'>");
    let said = Some("House without lease".to_owned());
    assert_eq!(
        title(&meta, "<main><h1>Six things to know today</h1></main>"),
        said
    );
    // A heading that may be that of a section, or stands anywhere.
    for body in [
        "<main><h1>Politics</h1></main>".to_owned(),
        format!("<main>{site}</main>"),
        format!("<aside>{headline}</aside>"),
    ] {
        let title = title(document, &body).unwrap();
        assert!(title.starts_with("Home"), "{body}: {title}");
    }
    // The site behind the headline is taken off where both say the same.
    let both = "<title>Board refuses lease of the house - The Bergen Post</title>";
    assert_eq!(title(both, headline), want);
}

#[test]
fn the_language_of_a_page_tells_the_order_in_dates_of_numbers() {
    let date = |lang: &str, time: &str| {
        let page = format!("<html {lang}><body><h1>Title</h1><time>{time}</time></body></html>");
        let declared = read(&Tags::new(&page));
        let (date, _) = declared.date.unwrap();
        (date.to_string(), declared.date_inferred)
    };
    for (lang, time, want, inferred) in [
        ("lang=en-GB", "03/04/2024", "2024-04-03", true),
        ("lang=en-US", "03/04/2024", "2024-03-04", true),
        ("lang=en", "03/04/2024", "2024-03-04", true),
        ("lang=en-GB", "04/13/2024", "2024-04-13", false),
        ("lang=en-GB", "2024-04-03", "2024-04-03", false),
        ("lang=en-US", "03.04.2024", "2024-04-03", true),
    ] {
        assert_eq!(
            date(lang, time),
            (want.to_owned(), inferred),
            "{lang} {time}"
        );
    }
    let page = "<meta property=og:locale content=en_GB><time>03/04/2024</time>";
    let (date, _) = read(&Tags::new(page)).date.unwrap();
    assert_eq!(date.to_string(), "2024-04-03");
}

#[test]
fn a_day_of_numbers_on_a_line_of_its_own_is_read_in_the_order_of_the_page() {
    let text =
        "<p>The harbour board said on Tuesday that it would not renew the lease of the house.</p>";
    let date = |lang: &str, more: &str| {
        let page = format!(
            "<html lang={lang}><body><article><h1>Board refuses the lease</h1><p>By Ann Poe</p>\
             <p>03/04/2030</p>{}<p>{more}</p></article></body></html>",
            text.repeat(3)
        );
        let article = super::super::article(&page, None).unwrap();
        let inferred = article.inferred.contains(&crate::model::Field::Date);
        (article.date.unwrap().to_string(), inferred)
    };
    assert_eq!(date("en-GB", ""), ("2030-04-03".to_owned(), true));
    assert_eq!(date("en-US", ""), ("2030-03-04".to_owned(), true));
    // Another date on the page shows more than a language, which many systems set by themselves.
    let more =
        "The lease ran from 13/04/2020 to 14/04/2030, the owner of the house told the court.";
    assert_eq!(date("en-US", more), ("2030-04-03".to_owned(), true));
}

#[test]
fn a_short_headline_before_the_name_of_the_site_is_told_from_both() {
    let declared = |document: &str, heading: &str| {
        let page = format!(
            "<head><title>{document}</title></head><body><article><h1>{heading}</h1></article></body>"
        );
        let read = read(&Tags::new(&page));
        (read.title.unwrap(), read.publisher)
    };
    assert_eq!(
        declared("Paywalled story | Gazette", "Paywalled story"),
        ("Paywalled story".to_owned(), Some("Gazette".to_owned()))
    );
    // There the heading is the name of the site.
    let (title, _) = declared(
        "The Bergen Post | Mayor quits over lease",
        "The Bergen Post",
    );
    assert_ne!(title, "The Bergen Post");
}

#[test]
fn the_headline_is_found_where_only_a_short_title_is_declared() {
    let text =
        "<p>The harbour board said on Tuesday that it would not renew the lease of the house.</p>";
    for (title, printed, want, house) in [
        (
            "Board refuses",
            "<div><h1>Board refuses lease of the old house</h1></div>",
            "Board refuses lease of the old house",
            None,
        ),
        (
            "Board refuses LEASE | The Bergen Post",
            "<h2>Board refuses LEASE as shopkeepers protest</h2>",
            "Board refuses LEASE as shopkeepers protest",
            Some("The Bergen Post"),
        ),
        (
            "The River Blog: Lease",
            "<h2>Tuesday</h2><h3 class='post-title entry-title'><a>Board refuses lease for good</a></h3>",
            "Board refuses lease for good",
            None,
        ),
        (
            "Board refuses lease",
            "<h1>Board refuses lease</h1><h2>Board refuses lease of another house</h2>",
            "Board refuses lease",
            None,
        ),
    ] {
        let page = format!("<title>{title}</title>{printed}{text}");
        let declared = read(&Tags::new(&page));
        assert_eq!(declared.title.as_deref(), Some(want));
        assert_eq!(declared.publisher.as_deref(), house, "{title}");
    }
    let page = "<title>Board Refuses - The Bergen Post</title>\
                <meta property=og:title content='A board refuses, and a town worries'>";
    let declared = read(&Tags::new(page));
    assert_eq!(declared.publisher.as_deref(), Some("The Bergen Post"));
}

#[test]
fn a_house_that_signs_its_articles_gives_way_to_who_is_named_on_the_page() {
    let paragraph = "<p>The harbour board said on Tuesday that it would not renew the lease of the old house, \
                     which has stood empty since the storms of the winter before last and needs a roof.</p>";
    let data = r#"{"@type": "NewsArticle", "headline": "Board refuses lease of the house",
        "author": {"name": "Post News"}, "publisher": {"name": "Post News"}}"#;
    for (line, names) in [
        (
            "<div><span>By Tom Rigg</span><span>Post News, Bergen</span></div>",
            "Tom Rigg",
        ),
        ("", "Post News"),
    ] {
        let page = format!(
            "<title>Board refuses lease of the house</title><script type='application/ld+json'>{data}</script>\
             <main><article><h1>Board refuses lease of the house</h1>{line}{}</article></main>",
            paragraph.repeat(4)
        );
        let read = super::super::article(&page, None).unwrap();
        assert_eq!(read.byline.as_deref(), Some(names));
        assert_eq!(read.publisher.as_deref(), Some("Post News"));
    }
}

//! Tests of dates as they are printed, and of the year of one without.

use super::*;

#[test]
fn dates_are_found_in_every_usual_form() {
    for (line, want) in [
        ("January 9, 2031", "2031-01-09"),
        ("Published 9 Jan. 2031 at 9:15 a.m. EST", "2031-01-09"),
        ("07:15 GMT3 May 2030", "2030-05-03"),
        ("Mon, 3rd May, 2020", "2020-05-03"),
        ("updatetime:2031-05-06 09:08:07", "2031-05-06"),
        ("2031-05-06T09:08:07.000+05:30", "2031-05-06"),
        ("Posted on: 04/27/2019 | 9:12 PM", "2019-04-27"),
        ("27.04.2019", "2019-04-27"),
        (
            "Published: 21:14, May 03, 2030 | Updated: 09:12, May 04, 2030",
            "2030-05-03",
        ),
        ("Sept. 5", "--09-05"),
        ("Last updated: 7:00 PM, March 3", "--03-03"),
    ] {
        let found = whole(line).unwrap_or_else(|| panic!("{line}"));
        assert_eq!(found.date.to_string(), want, "{line}");
    }
}

#[test]
fn other_words_are_left_over() {
    assert_eq!(find("By Ann Poe | May 3, 2020").unwrap().rest, "Ann Poe");
    assert!(whole("The bill of May 3, 2020, was signed").is_none());
    assert!(find("May he come in 2020?").is_none());
    assert!(find("Version 1.2.3000 is out").is_none());
}

#[test]
fn a_clock_before_the_date_and_labels_are_seen() {
    let clock = find("07:15 GMT3 May 2030").unwrap();
    assert!(clock.clock_first && !clock.labelled);
    assert!(find("Updated 09:00, 9 January 2031").unwrap().labelled);
    assert!(find("03/04/2020").unwrap().ambiguous);
}

#[test]
fn a_year_needs_a_weekday_and_a_named_year() {
    let date = "--11-22".parse().unwrap();
    let text = "The mayor said on Monday that the fair of 2027, unlike that of 2013, would open.";
    assert_eq!(infer_year(date, text), Some(2027));
    assert_eq!(
        infer_year(date, "The mayor said on Monday it was over."),
        None
    );
    assert_eq!(infer_year(date, "On Friday it was 2027."), None);
    // The last day of November 21 that was a Saturday and has a year in the story is of the story.
    let date = "--11-21".parse().unwrap();
    let story = "It was sold on Saturday. It was built in 1820, burned in 1931 and opens in 2031.";
    assert_eq!(infer_year(date, story), None);
    for (story, year) in [
        ("According to 2013 figures, it was built in 2002.", 2013),
        ("The firm of 2002 compared 2012 to 2013.", 2013),
        ("The 2012-2013 season of the club of 1991 is over.", 2013),
    ] {
        let text = format!("It fell on Friday. {story}");
        assert_eq!(infer_year("--05-03".parse().unwrap(), &text), Some(year));
    }
    for reached in [
        "through 2033",
        "before 2033",
        "in the years from 2024 to 2033",
        "until at least 2033",
        "by the end of 2033",
        "By early 2033",
        "for the years 2024-2033",
    ] {
        let text = format!("It was said on Friday. The lease of 2020 runs {reached}.");
        let date = "--06-03".parse().unwrap();
        assert_eq!(infer_year(date, &text), None, "{reached}");
        let told = format!("{text} In 2033 it ended.");
        assert_eq!(infer_year(date, &told), Some(2033), "{reached}");
        let told = format!("{text} It led to the 2033 fair.");
        assert_eq!(infer_year(date, &told), Some(2033), "{reached}");
    }
    let plans = "It was said on Monday. In 2027 the board decided that the house must be sold by 2030 and the roof by 2050.";
    assert_eq!(infer_year("--11-22".parse().unwrap(), plans), Some(2027));
    let story = "It was sold on Saturday. It was built in 1820 and burned in 1931.";
    assert_eq!(infer_year(date, story), None);
}

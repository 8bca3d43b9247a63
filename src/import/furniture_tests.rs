//! Tests of the signs of furniture.

use super::*;

fn is_furniture(line: &str) -> bool {
    Candidate::new(line).is_furniture()
}

fn is_caption(line: &str) -> bool {
    Candidate::new(line).is_caption()
}

#[test]
fn what_somebody_says_is_no_notice_whatever_it_is_about() {
    for line in [
        "The party said the opinions expressed by the mayor do not represent the views of its members.",
        "The underwriters contributed from their own funds, Ann Poe told the board.",
        "With assistance by the Red Cross, the town will be rebuilt, said Ann Poe.",
        "Watch out for the roof, said Ann Poe:",
        "(ANN POE: I did not say that. I never did.)",
        "[Join the army or go to prison, he was told]",
        "[She did not say when it was]",
        "See you in court, the mayor told the board below.",
        "This story is part of why nobody in the town trusts the board any more.",
        "More on that day than on any other",
        "See for yourself what lies in the valley below.",
        "Like this one, the old roof leaked.",
        "Follow me to the quay, if you can.",
        "Copyright was the theme of the evening.",
        "Reporting by the lifeguards was poor.",
        "Copyright law in the north is a mess.",
        "A car powered by the sun won the race.",
        "Posted in the north, the soldier wrote home each week.",
        "Published in 1923, the book sold two million.",
        "Elsewhere on the island, the vote was calm.",
        "Watch the latest storm roll in over the harbour.",
        "[Both of them have since left the town]",
        "Share your bread with those who have none.",
        "Support our ships in the north!",
    ] {
        assert!(!is_furniture(line), "{line}");
    }
    assert!(Candidate::new("Watch out for the roof of the house:").is_kept());
    assert!(is_furniture(
        "The opinions expressed here do not represent the views of the board."
    ));
}

#[test]
fn furniture_of_many_pages_is_known() {
    for line in [
        "Watch Live",
        "3 204",
        "Get unlimited access for $1 a week.",
        "Get full access to all our papers for €2 a month",
        "Try unlimited access. Only £1 for four weeks, then £65 per month. Cancel anytime.",
        "Unlimited digital access: £2.50 a month for a year",
        "1.2K shares",
        "READ MORE: Board to vote on lease",
        "Tags: harbour, lease",
        "#harbour #lease",
        "Home > News > Harbour",
        "News / Country / Politics",
        "5 min read",
        "© 2031 The Bergen Post. All rights reserved.",
        "Your email address will not be published. Required fields are marked *",
        "(Reporting by Ann Poe; Editing by Jon Roe)",
        "Sign up for our free newsletter",
        "Advertisement",
        "Share this:",
        "By clicking Subscribe, you agree to our Terms of Use and Privacy Policy.",
        "https://example.org/a/1",
        "Web Editor: Ann",
        "Register now for FREE unlimited access to Example.com",
        "A version of this article appears in print on May 3, 2031, Section A, Page 1 of the Bergen edition. Order \
         Reprints | Today’s Paper | Subscribe",
        "Harbour Letter is a reader-supported publication. To receive new posts, consider becoming a reader.",
        "[embed-post id=435861769387798528]",
        "[audio-clip]",
        "( Nordwire poll: Full results)",
        "Waiting for the vote:Board could decide on Sunday",
        "The lease, page by page - short.example/2wcFMdx",
        "See the transcript of the meeting below.",
        "More on this story",
        "This story is part of a series on the roofs of the harbour.",
        "Share your thoughts in the comments below.",
        "Follow us on Facebook for more.",
        "The roof of the house:What Poe said about it",
        "(SEE RELATED: Roof falls in)",
        "Related: The roof of the house fell in. Again.",
        "Updated on May 3 at 8:25 a.m.",
        "Read more about the roof of the house.",
        "Please wait.",
        "Share this with your friends and family.",
        "Get our daily briefing each morning.",
        "Related: Mayor, once charged, said to resign",
        "Read more: Poe, the mayor, said she would resign",
    ] {
        assert!(is_furniture(line), "{line}");
    }
}

#[test]
fn credits_of_houses_and_counts_of_votes_are_furniture() {
    for line in [
        "Editor: Ann Poe | Photos: Jon Roe",
        "(Translated from Russian by Ann Poe)",
        "Additional reporting by Jon Roe, The Associated Press.",
        "Reporting by Ann Poe, Los Angeles Times.",
        "Additional reporting by Ann Poe, Charles Hughes and Jon Toe.",
        "Editing by Ann Poe, United States desk.",
        "Copyright 2031, United Features Syndicate.",
        "21 votes",
        "12 votes · 3 comments",
        "3 votes cast",
        "0 Votes (0%)",
        "5 vote(s)",
        "5 Votes, Rating: 4",
    ] {
        assert!(is_furniture(line), "{line}");
    }
}

#[test]
fn text_is_not_furniture() {
    for line in [
        "“Share this with the council,” she said.",
        "He read more than 40 books about the harbour before the board met.",
        "Comments by the mayor were met with silence in the hall.",
        "The board will print the report.",
        "More than 200 people came to the harbour.",
        "Top officials left early.",
        "The shop sells it for $1 a week.",
        "The deal gives the firm unlimited access to the harbour.",
        "Unlimited access to clean water would save the region $260 billion a year, the bank said.",
        "The city wants unlimited market access for its yards, worth £12 million a year, Poe told the board.",
        "Those who want unlimited data access would pay €30 more a month from July, officials said.",
        "The lease gives full access to the quay for the fleet at a cost of $3 a ton, the board said.",
        "Full access to the quay for £3 a ton",
        "[She] did not say when",
        "(The board did not say when)",
        "( Corrects the number of houses in the third paragraph)",
        "The board met at 9:30 and left",
        "The board has met: Ann Poe was there",
        "Look at this roof pic.example.com/x — Ann Poe (@annpoe) May 3, 2031",
        "He earned 20 kroner/hour",
        "The post Putin wrote on Sunday appeared first on Telegram.",
        "The post that appeared first on Telegram was deleted within an hour by its author.",
        "The post of harbour master, which appeared first on the budget of 1931, will be cut.",
        "The book, translated from Russian by Ann Poe, won the national prize on Tuesday.",
        "Translated from Russian by Ann Poe, the book won the national prize on Tuesday.",
        "This report was produced in haste and nobody on the board had read it before Monday.",
        "12 votes were cast in the hall, 3 of them by comments on the screen.",
        "The committee found that this report was produced in haste.",
        "40 voted for the plan and 12 against it.",
        "21 votes separated the two men in the end.",
        "Posted in Germany for two years, Roe learned the language.",
        "Additional reporting by the bank will be required from July.",
        "Editor: What did you do when the war began?",
        "Editors: they are a dying race, he liked to say.",
        "Follow the money, the auditor told the board on Tuesday, and the reasons for the lease become clear.",
    ] {
        assert!(!is_furniture(line), "{line}");
    }
}

#[test]
fn captions_are_known_by_their_credit() {
    for line in [
        "The customs house in Bergen, May 3, 2020. (AP Photo/Ann Poe)",
        "Photo released on May 3 by the board shows the customs house.",
        "The customs house. Photograph: Ann Poe/Nordwire",
        "FILE - The customs house stands empty.",
    ] {
        assert!(is_caption(line), "{line}");
    }
    assert!(!is_caption("Credit: that goes to the coach, Roe said."));
    assert!(!is_caption(
        "The photo of the house was shown to the board on Tuesday."
    ));
}

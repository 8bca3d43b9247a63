//! What can go wrong with an address, each as one clear line.
//!
//! Owns the wording; must not know who prints it.

use std::fmt;
use std::net::IpAddr;

use crate::text::clean::clean_line;

/// An address that was not fetched.
#[derive(Debug)]
pub struct Refusal {
    /// The address as it was asked for.
    pub address: String,
    /// Where it led to, if that is where the trouble is.
    pub led_to: Option<String>,
    /// What happened.
    pub problem: Problem,
}

/// Why an address was not fetched. Each prints as the end of a sentence about the address, and
/// says what to do.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// Not an address at all.
    #[error("is not a valid web address ({0}); check its spelling")]
    NoAddress(String),
    /// An address that is not on the web.
    #[error(
        "is an address of the kind {0:?}, and only http and https are fetched; name a file by its path"
    )]
    Scheme(String),
    /// The same, where the kind is nearly one that is.
    #[error("is an address of the kind {0:?}; if {1} is meant, write {1}://")]
    Misspelt(String, &'static str),
    /// A secret that would be kept in the store and shown beside the article.
    #[error("holds a user name or password, which would be kept with the article; take it out")]
    Credentials,
    /// The person's own machine or network.
    #[error(
        "leads to {0}, which is in your own machine or network, and was not opened; if that is meant, \
         add --allow-local"
    )]
    Local(IpAddr),
    /// An address that no article has, whatever is allowed.
    #[error("leads to {0}, where no article can be, and was not opened")]
    NoPlace(IpAddr),
    /// What a site outside points to in the person's own network, even where that is allowed.
    #[error(
        "leads to {0} in your own network from a site outside of it, and was not opened; if that is \
         meant, name that address itself"
    )]
    FromOutside(IpAddr),
    /// A host without an address.
    #[error("names a host that cannot be found; check its spelling and your connection")]
    NoHost,
    /// No answer, or not all of it, in this many seconds.
    #[error("was not received within {0} seconds; try again later")]
    TimedOut(u64),
    /// No secure connection.
    #[error("gives no secure connection that can be trusted ({0}); check the address")]
    Tls(String),
    /// No connection, or a broken one.
    #[error("could not be reached ({0}); check your connection and try again")]
    Unreached(String),
    /// Not HTTP.
    #[error("gives an answer that is not understood ({0}); try again later")]
    Protocol(String),
    /// Nothing is there: 404 or 410.
    #[error("is not there (status {0}); check the address")]
    Gone(u16),
    /// 401, 402, 403, 407 and 451.
    #[error(
        "is not given to everybody (status {0}); open it in a browser, save the page and import that"
    )]
    Closed(u16),
    /// 429 or 503, with how long it asks to wait, where it says so.
    #[error("asks to wait (status {status}); {}", wait(.again.as_deref()))]
    Busy {
        /// The status.
        status: u16,
        /// When to come again.
        again: Option<String>,
    },
    /// The host of this address asked to wait before, in the same run.
    #[error("was not asked for, because its host asked to wait; {}", wait(.again.as_deref()))]
    Waiting {
        /// When to come again.
        again: Option<String>,
    },
    /// Any other status.
    #[error("answers with status {0} instead of a page; try again later")]
    Status(u16),
    /// More redirects than a site needs.
    #[error(
        "is redirected more than {0} times; open it in a browser and take the address from there"
    )]
    Redirects(usize),
    /// A redirect to where it has been.
    #[error("is redirected in a circle; open it in a browser, save the page and import that")]
    Circle,
    /// A redirect without a target.
    #[error("is redirected to nowhere (status {0}); try again later")]
    Nowhere(u16),
    /// More bytes than are taken.
    #[error("is larger than {} MB; download it and import the file", .0 >> 20)]
    TooLarge(u64),
    /// A form of transfer that was not asked for.
    #[error("is sent in a form that is not read ({0}); download it and import the file")]
    Coding(String),
    /// A compressed body that is none.
    #[error("came damaged; try again")]
    Damaged,
    /// The site does not want programs there.
    #[error(
        "is closed to programs by the robots.txt of its site; open it in a browser, save the page and \
         import that"
    )]
    Robots,
    /// Whether programs may come cannot be told, and then they must not (RFC 9309, 2.3.1.4).
    #[error(
        "was not asked for, because the robots.txt of its site cannot be read; try again later"
    )]
    NoRobots,
    /// The person does not want to wait any longer.
    #[error("was not fetched any more")]
    Stopped,
}

/// How long a server asks to wait, as advice.
fn wait(asked: Option<&str>) -> String {
    match asked {
        Some(asked) => format!("try again {asked}"),
        None => "try again later".to_owned(),
    }
}

impl Refusal {
    pub(super) fn new(address: &str, problem: Problem) -> Self {
        Self {
            address: address.to_owned(),
            led_to: None,
            problem,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", clean_line(&self.address))?;
        if let Some(other) = &self.led_to {
            write!(f, "is redirected to {}, which ", clean_line(other))?;
        }
        write!(f, "{}", self.problem)
    }
}

impl std::error::Error for Refusal {}

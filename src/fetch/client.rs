//! One request after another, each redirect checked as if it had been asked for.

use std::collections::HashMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ureq::http::{HeaderMap, HeaderValue, Response};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body, Error, Proxy, Timeout};

use super::address::Address;
use super::body;
use super::error::{Problem, Refusal};
use super::guard::{Barred, Guard, Realm};
use super::manners::Manners;
use super::robots::{self, Rules};

const ACCEPT: &str = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, \
                      application/feed+json, application/xml;q=0.9, text/*;q=0.9, */*;q=0.5";

/// What a request may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Until there is a connection.
    pub connect: Duration,
    /// Until an answer begins.
    pub answer: Duration,
    /// Until all of an address is there, its redirects among it.
    pub whole: Duration,
    /// Bytes, as they come and unpacked.
    pub size: u64,
    pub redirects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(30),
            whole: Duration::from_secs(60),
            size: 64 << 20,
            redirects: 8,
        }
    }
}

/// Who found an address; `outside`: in something that came from outside of the person's network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A person named it, or has it in a list of their own.
    ByPerson,
    /// It stands in a list of feeds that was fetched.
    InList {
        /// Where that is from.
        outside: bool,
    },
    /// A feed points to it, and the program goes there by itself: robots.txt is asked.
    InFeed {
        /// Where that is from.
        outside: bool,
    },
}

/// What a server gave to ask it again whether something has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// The address that answered, which is the last one where there were redirects.
    pub answered: String,
    /// Its ETag.
    pub etag: Option<String>,
    /// Its Last-Modified.
    pub modified: Option<String>,
}

/// What an address gave.
#[derive(Debug)]
pub enum Answer {
    /// It is as it was.
    Unchanged,
    /// This.
    Document(Document),
}

/// What was received.
#[derive(Debug)]
pub struct Document {
    /// All of it, unpacked.
    pub bytes: Vec<u8>,
    /// The encoding that the server says it has.
    pub charset: Option<String>,
    /// Which address answered, and what it can be asked again by.
    pub validators: Validators,
    /// Whether it is from outside of the person's own network.
    pub outside: bool,
}

/// Makes requests, one at a time. Nothing is sent before the first [`Client::get`].
pub struct Client<'a> {
    agent: Agent,
    guard: Guard,
    limits: Limits,
    manners: Manners,
    /// The rules of each site; none where they cannot be read.
    sites: HashMap<String, Option<Rules>>,
    local_allowed: bool,
    stop: &'a AtomicBool,
}

/// One request of several that an address may take.
struct Visit<'v> {
    found: Found,
    known: Option<&'v Validators>,
    size: u64,
    deadline: Instant,
}

enum Hop {
    Redirect(u16, String),
    Answer(Answer),
}

impl Found {
    const fn outside(self) -> bool {
        match self {
            Self::ByPerson => false,
            Self::InList { outside } | Self::InFeed { outside } => outside,
        }
    }
}

impl<'a> Client<'a> {
    /// A client that opens addresses of the person's own network only where `allow_local` says so,
    /// and gives up soon after `stop` is set. Proxies are used as `HTTPS_PROXY`, `HTTP_PROXY`,
    /// `ALL_PROXY` and `NO_PROXY` say; then the proxy looks names up, and decides where they may lead.
    #[must_use]
    pub fn new(allow_local: bool, stop: &'a AtomicBool) -> Self {
        Self::with_limits(allow_local, stop, Limits::default())
    }

    pub(super) fn with_limits(allow_local: bool, stop: &'a AtomicBool, limits: Limits) -> Self {
        let guard = Guard::default();
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(user_agent())
            .accept(ACCEPT)
            .accept_encoding("gzip")
            .timeout_connect(Some(limits.connect))
            .timeout_resolve(Some(limits.connect))
            .timeout_recv_response(Some(limits.answer))
            // A connection that is kept would go to where the name pointed then.
            .max_idle_connections(0)
            .build();
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), guard.clone()),
            guard,
            limits,
            manners: Manners::default(),
            sites: HashMap::new(),
            local_allowed: allow_local,
            stop,
        }
    }

    /// Fetches `address`; where `known` is what it gave before, only if it has changed since.
    ///
    /// # Errors
    /// A [`Refusal`] that says what happened and what to do.
    pub fn get(
        &mut self,
        address: &Address,
        found: Found,
        known: Option<&Validators>,
    ) -> Result<Answer, Refusal> {
        let visit = Visit {
            found,
            known,
            size: self.limits.size,
            deadline: Instant::now() + self.limits.whole,
        };
        self.follow(address, &visit)
    }

    fn pause(&self, address: &Address) -> Result<(), Problem> {
        let stop = self.stop;
        let stops = || stop.load(Ordering::Relaxed);
        self.manners.pause(&host_of(address), &stops)
    }

    /// From redirect to redirect.
    fn follow(&mut self, address: &Address, visit: &Visit<'_>) -> Result<Answer, Refusal> {
        let mut trail = vec![address.clone()];
        let mut outside = visit.found.outside();
        let mut at = address.clone();
        loop {
            let hop = self.hop(&at, visit, outside);
            let next = match hop {
                Ok(Hop::Answer(answer)) => return Ok(answer),
                Ok(Hop::Redirect(status, target)) => self.redirected(&trail, &at, status, &target),
                Err(problem) => Err((at.to_string(), problem)),
            };
            match next {
                Ok(next) => {
                    outside = !self.guard.met_local();
                    trail.push(next.clone());
                    at = next;
                }
                Err((place, problem)) => {
                    return Err(Refusal {
                        address: address.to_string(),
                        led_to: Some(place).filter(|place| place != address.as_str()),
                        problem,
                    });
                }
            }
        }
    }

    /// Where a redirect leads, or where the trouble with it is.
    fn redirected(
        &self,
        trail: &[Address],
        at: &Address,
        status: u16,
        target: &str,
    ) -> Result<Address, (String, Problem)> {
        let here = |problem| (at.to_string(), problem);
        if target.is_empty() {
            return Err(here(Problem::Nowhere(status)));
        }
        let next = at
            .join(target)
            .map_err(|problem| (target.to_owned(), problem))?;
        if trail.contains(&next) {
            return Err(here(Problem::Circle));
        }
        if trail.len() > self.limits.redirects {
            return Err(here(Problem::Redirects(self.limits.redirects)));
        }
        Ok(next)
    }

    fn hop(&mut self, at: &Address, visit: &Visit<'_>, outside: bool) -> Result<Hop, Problem> {
        if matches!(visit.found, Found::InFeed { .. }) {
            self.ask_robots(at, outside)?;
        }
        self.pause(at)?;
        let response = self.request(at, visit, outside)?;
        let local = self.guard.met_local();
        // One's own machine needs no pauses.
        if !local {
            self.manners.asked(host_of(at));
        }
        let status = response.status().as_u16();
        match status {
            200..=299 => {}
            304 if visit.known.is_some() => return Ok(Hop::Answer(Answer::Unchanged)),
            301..=303 | 307 | 308 => {
                return Ok(Hop::Redirect(status, location(response.headers())));
            }
            404 | 410 => return Err(Problem::Gone(status)),
            401..=403 | 407 | 451 => return Err(Problem::Closed(status)),
            429 | 503 => {
                let wait = field(response.headers(), "retry-after");
                let again = self.manners.wait(host_of(at), wait.as_deref());
                return Err(Problem::Busy { status, again });
            }
            _ => return Err(Problem::Status(status)),
        }
        let document = self.document(at, visit, response, !local)?;
        Ok(Hop::Answer(Answer::Document(document)))
    }

    fn request(
        &self,
        at: &Address,
        visit: &Visit<'_>,
        outside: bool,
    ) -> Result<Response<Body>, Problem> {
        let local_allowed = self.local_allowed && !outside;
        self.guard.allow_local(local_allowed);
        if self.agent.config().proxy().is_some() {
            self.guard
                .check_name(at.host().as_ref())
                .map_err(|barred| self.barred(&barred, outside))?;
        }
        let left = visit.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Problem::TimedOut(self.limits.whole.as_secs()));
        }
        let mut request = self.agent.get(at.as_str());
        if let Some(known) = visit.known.filter(|known| known.answered == at.as_str()) {
            if let Some(etag) = &known.etag {
                request = request.header("if-none-match", etag);
            }
            if let Some(modified) = &known.modified {
                request = request.header("if-modified-since", modified);
            }
        }
        let request = request.config().timeout_global(Some(left)).build();
        request.call().map_err(|error| self.trouble(error, outside))
    }

    fn document(
        &self,
        at: &Address,
        visit: &Visit<'_>,
        response: Response<Body>,
        outside: bool,
    ) -> Result<Document, Problem> {
        let headers = response.headers();
        let coding = field(headers, "content-encoding").unwrap_or_default();
        let validators = Validators {
            answered: at.to_string(),
            etag: field(headers, "etag"),
            modified: field(headers, "last-modified"),
        };
        let charset = field(headers, "content-type").and_then(|kind| charset(&kind));
        let bytes = body::read(
            response.into_body().into_reader(),
            &coding,
            visit.size,
            &|| self.stop.load(Ordering::Relaxed),
            &|error| self.trouble(Error::from(error), outside),
        )?;
        Ok(Document {
            bytes,
            charset,
            validators,
            outside,
        })
    }

    /// Whether the program may go to a page that it found itself.
    fn ask_robots(&mut self, at: &Address, outside: bool) -> Result<(), Problem> {
        let site = at.origin();
        if !self.sites.contains_key(&site) {
            let rules = self.rules(at, outside)?;
            self.sites.insert(site.clone(), rules);
        }
        match self.sites.get(&site) {
            Some(Some(rules)) if rules.allow(&at.path()) => Ok(()),
            Some(Some(_)) => Err(Problem::Robots),
            _ => Err(Problem::NoRobots),
        }
    }

    /// The rules of a site; all is allowed where it has none, nothing where that cannot be told.
    fn rules(&mut self, at: &Address, outside: bool) -> Result<Option<Rules>, Problem> {
        let visit = Visit {
            found: Found::InList { outside },
            known: None,
            size: robots::LARGEST,
            deadline: Instant::now() + self.limits.whole,
        };
        match self.follow(&at.join("/robots.txt")?, &visit) {
            Ok(Answer::Document(document)) => Ok(Some(Rules::parse(&document.bytes))),
            Ok(Answer::Unchanged) => Ok(None),
            Err(refusal) => match refusal.problem {
                Problem::Gone(_) | Problem::Closed(_) => Ok(Some(Rules::default())),
                Problem::Status(400..=499) => Ok(Some(Rules::default())),
                Problem::Redirects(_) | Problem::Circle => Ok(Some(Rules::default())),
                // The page would fail in the same way, and the person should read why.
                local @ (Problem::Local(_) | Problem::NoPlace(_) | Problem::FromOutside(_)) => {
                    Err(local)
                }
                gone @ (Problem::NoHost | Problem::Stopped | Problem::Waiting { .. }) => Err(gone),
                _ => Ok(None),
            },
        }
    }

    /// What an error of the client means to a person.
    fn trouble(&self, error: Error, outside: bool) -> Problem {
        match error {
            Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
                Problem::TimedOut(self.limits.connect.as_secs())
            }
            Error::Timeout(Timeout::RecvResponse) => {
                Problem::TimedOut(self.limits.answer.as_secs())
            }
            Error::Timeout(_) => Problem::TimedOut(self.limits.whole.as_secs()),
            Error::HostNotFound => Problem::NoHost,
            Error::Rustls(error) => Problem::Tls(error.to_string()),
            Error::Tls(what) => Problem::Tls(what.to_owned()),
            Error::Io(error) => connection(&error, self.agent.config().proxy()),
            Error::Other(inner) => match inner.downcast::<Barred>() {
                Ok(barred) => self.barred(&barred, outside),
                Err(inner) => Problem::Unreached(inner.to_string()),
            },
            Error::ConnectProxyFailed(what) => Problem::Unreached(format!("by the proxy: {what}")),
            other => Problem::Protocol(crate::text::clean::clean_line(&other.to_string())),
        }
    }

    fn barred(&self, barred: &Barred, outside: bool) -> Problem {
        match barred.1 {
            Realm::Nobody => Problem::NoPlace(barred.0),
            _ if self.local_allowed && outside => Problem::FromOutside(barred.0),
            _ => Problem::Local(barred.0),
        }
    }
}

/// An error of the connection in words.
fn connection(error: &io::Error, proxy: Option<&Proxy>) -> Problem {
    use io::ErrorKind as Kind;
    let mut said = match error.kind() {
        // The layer of TLS tells its errors so.
        Kind::InvalidData => return Problem::Tls(error.to_string()),
        Kind::ConnectionRefused => "the connection is refused".to_owned(),
        Kind::ConnectionReset
        | Kind::ConnectionAborted
        | Kind::UnexpectedEof
        | Kind::BrokenPipe => "the connection broke off".to_owned(),
        Kind::NetworkUnreachable | Kind::HostUnreachable => "there is no way there".to_owned(),
        _ => error.to_string(),
    };
    if let Some(proxy) = proxy {
        said.push_str(&format!(
            ", with the proxy {}:{}",
            proxy.host(),
            proxy.port()
        ));
    }
    Problem::Unreached(said)
}

/// Says who asks, and where its makers can be found.
fn user_agent() -> String {
    let version = env!("CARGO_PKG_VERSION");
    match env!("CARGO_PKG_REPOSITORY") {
        "" => format!("onrecord/{version}"),
        repository => format!("onrecord/{version} (+{repository})"),
    }
}

fn host_of(address: &Address) -> String {
    address
        .host()
        .map_or_else(String::new, |host| host.to_string())
}

/// A field of the answer's head, where it is text.
fn field(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// Where a redirect leads. Many servers send the letters of other scripts as they are.
fn location(headers: &HeaderMap) -> String {
    let value = headers
        .get("location")
        .map_or(&[][..], HeaderValue::as_bytes);
    String::from_utf8_lossy(value).trim().to_owned()
}

/// The encoding in `text/html; charset="utf-8"`.
fn charset(content_type: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    })
}
